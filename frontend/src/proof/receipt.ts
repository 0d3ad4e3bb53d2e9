// A receipt proves that a filing was accepted: the four steps of docs/formats.md, in their order.
import { fromBase64url } from './bytes'
import { Fault } from './fault'
import { count, type Members, members, parseMembers, text } from './json'
import { isSigned, keyNamed, type PublicKey } from './keys'
import { leafHash, rootOf } from './merkle'

export interface ProvenReceipt {
  /** What journal and signature prove. */
  acceptedAt: string
  filing: string
  digest: string
  entry: number
  contract: string | null
  treeSize: number
  signedAt: string
  kid: string
  /** What the receipt says beside it; the proof does not cover these. */
  company: string | null
  contractName: string | null
}

const FORM = 'not_a_receipt'
const CONTRADICTS = 'receipt_contradicts'

const stated = (value: unknown) => (typeof value === 'string' ? value : null)

async function checkEntry(receipt: Members, entry: Members): Promise<string> {
  const leaf = await leafHash(text(entry['canonical'], FORM))
  if (leaf !== receipt['leaf_hash']) throw new Fault('receipt_entry')
  return leaf
}

async function checkPath(leaf: string, receipt: Members, entry: Members, head: Members): Promise<void> {
  const proof = members(receipt['proof'], FORM)
  const index = count(proof['leaf_index'], FORM)
  const size = count(proof['tree_size'], FORM)
  const { hashes } = proof
  if (!Array.isArray(hashes) || !hashes.every((hash) => typeof hash === 'string')) throw new Fault(FORM)
  const root = await rootOf(leaf, index, size, hashes)
  const fits = size === head['tree_size'] && index + 1 === entry['seq']
  if (root === null || root !== head['root_hash'] || !fits) throw new Fault('receipt_path')
}

async function checkHead(head: Members, keys: readonly PublicKey[]): Promise<PublicKey> {
  const key = keyNamed(keys, 'journal', (one) => one.kid === head['key_id'])
  // Canonical JSON (RFC 8785) of these three: their names are in order, and their values have one spelling.
  const signed = JSON.stringify({
    root_hash: text(head['root_hash'], FORM), signed_at: text(head['signed_at'], FORM), tree_size: count(head['tree_size'], FORM),
  })
  const signature = fromBase64url(text(head['signature'], FORM), 'receipt_head')
  if (!(await isSigned(key, new TextEncoder().encode(signed), signature))) throw new Fault('receipt_head')
  return key
}

const instant = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : NaN)

function checkWords(receipt: Members, entry: Members): Members {
  const canonical = parseMembers(text(entry['canonical'], FORM), CONTRADICTS)
  const body = members(canonical['body'], CONTRADICTS)
  const agrees =
    canonical['kind'] === 'filing.submitted' &&
    canonical['seq'] === entry['seq'] &&
    canonical['subject'] === text(receipt['filing_id'], FORM) &&
    instant(canonical['at']) === instant(receipt['accepted_at']) &&
    body['digest'] === text(receipt['digest'], FORM)
  if (!agrees) throw new Fault(CONTRADICTS)
  return body
}

/** That an entry of the journal is under a head that one of these keys signed, whatever it says; a `Fault` where a step does not hold. */
export async function proveEntry(value: unknown, keys: readonly PublicKey[]): Promise<PublicKey> {
  const proof = members(value, FORM)
  const entry = members(proof['entry'], FORM)
  const head = members(proof['head'], FORM)
  await checkPath(await checkEntry(proof, entry), proof, entry, head)
  return checkHead(head, keys)
}

/** What the receipt proves; a `Fault` where a step does not hold. */
export async function readReceipt(value: unknown, keys: readonly PublicKey[]): Promise<ProvenReceipt> {
  const key = await proveEntry(value, keys)
  const receipt = members(value, FORM)
  const entry = members(receipt['entry'], FORM)
  const head = members(receipt['head'], FORM)
  const body = checkWords(receipt, entry)
  return {
    acceptedAt: text(receipt['accepted_at'], FORM),
    filing: text(receipt['filing_id'], FORM),
    digest: text(receipt['digest'], FORM),
    entry: count(entry['seq'], FORM),
    contract: stated(body['contract_number']),
    treeSize: count(head['tree_size'], FORM),
    signedAt: text(head['signed_at'], FORM),
    kid: key.kid,
    company: stated(receipt['company']),
    contractName: stated(receipt['contract_name']),
  }
}
