// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest'
import { Fault, settled } from './fault'
import { type PublicKey, readKeys } from './keys'
import { readReceipt } from './receipt'
import { CLAIMS, HASH, type Receipt, Signer } from './signed.fixture'

let journal: Signer
let credential: Signer
let keys: PublicKey[]
let fine: Receipt

beforeAll(async () => {
  journal = await Signer.make()
  credential = await Signer.make()
  keys = await readKeys({ keys: [journal.jwk('journal'), credential.jwk('credential')] })
  fine = await journal.receipt()
})

async function kindOf(receipt: unknown): Promise<string> {
  const answer = await settled(() => readReceipt(receipt, keys))
  return answer instanceof Fault ? answer.kind : 'holds'
}
function changed(change: (receipt: Receipt) => void): Receipt {
  const copy = structuredClone(fine)
  change(copy)
  return copy
}

describe('a receipt', () => {
  it('proves what was accepted, and tells it from what it merely says', async () => {
    expect(await readReceipt(fine, keys)).toEqual({
      acceptedAt: fine.accepted_at, filing: fine.filing_id, digest: HASH, entry: 2, contract: CLAIMS.contract, treeSize: 3,
      signedAt: fine.head.signed_at, kid: journal.kid, company: CLAIMS.holder, contractName: fine.contract_name,
    })
  })

  it.each<[string, string, (receipt: Receipt) => void]>([
    ['an altered entry', 'receipt_entry', (one) => { one.entry.canonical = one.entry.canonical.replace('02:03:04', '01:03:04') }],
    ['another leaf', 'receipt_entry', (one) => { one.leaf_hash = HASH }],
    ['another path', 'receipt_path', (one) => { one.proof.hashes[0] = HASH }],
    ['a shorter path', 'receipt_path', (one) => { one.proof.hashes.pop() }],
    ['another place', 'receipt_path', (one) => { one.proof.leaf_index = 0 }],
    ['another sequence', 'receipt_path', (one) => { one.entry.seq = 3 }],
    ['another tree', 'receipt_path', (one) => { one.head.tree_size = 4 }],
    ['another root', 'receipt_path', (one) => { one.head.root_hash = HASH }],
    ['another moment of signing', 'receipt_head', (one) => { one.head.signed_at = '2026-10-08T02:03:31.123Z' }],
    ['a cut signature', 'receipt_head', (one) => { one.head.signature = one.head.signature.slice(0, 40) }],
    ['a signature of other signs', 'receipt_head', (one) => { one.head.signature = '***' }],
    ['an unknown key', 'unknown_key', (one) => { one.head.key_id = 'nobody' }],
    ['a key of another purpose', 'wrong_purpose', (one) => { one.head.key_id = credential.kid }],
    ['another filing', 'receipt_contradicts', (one) => { one.filing_id = 'another' }],
    ['an earlier acceptance', 'receipt_contradicts', (one) => { one.accepted_at = '2026-10-01T02:03:04Z' }],
    ['no moment of acceptance', 'receipt_contradicts', (one) => { one.accepted_at = 'soon' }],
    ['another digest', 'receipt_contradicts', (one) => { one.digest = 'cd'.repeat(32) }],
  ])('with %s does not hold', async (_, kind, change) => {
    expect(await kindOf(changed(change))).toBe(kind)
  })

  it('is not what merely looks like one', async () => {
    for (const other of [null, 3, 'receipt', [], {}, { entry: {} }, { ...fine, proof: null }, { ...fine, head: [] }]) expect(await kindOf(other)).toBe('not_a_receipt')
  })

  it('needs each of its members but those that only describe', async () => {
    for (const name of Object.keys(fine)) {
      const holds = (await kindOf({ ...fine, [name]: undefined })) === 'holds'
      expect(holds, name).toBe(['company', 'contract_name', 'contract_number'].includes(name))
    }
  })
})
