// The whole check of what a person handed over: by signature in this browser and, while there is a connection, by the register.
import { api } from '@/api/client'
import { ApiProblem } from '@/api/problem'
import type { Verification } from '@/api/types'
import { type Credential, Fault, type Found, isWrittenAs, proveEntry, type ProvenReceipt, readCredential, readReceipt, type Standing, standingOf, type StatusList } from '@/proof'
import { canHash } from '@/proof/merkle'
import { statusList, type Trust, trustInPortal } from './known'

export interface CheckedCertificate {
  kind: 'certificate'
  credential: Credential
  /** The number beside the credential: in the link, or in the PDF. */
  printed: string | null
  standing: Standing
  source: 'register' | 'list' | 'nothing'
  /** The moment for which the standing holds, RFC 3339. */
  asOf: string | null
  /** The list is older than the portal lets it become. */
  stale: boolean
  /** Where the register contradicts the signature. */
  doubt: 'refused' | 'differs' | null
  trust: Trust
}

export interface CheckedReceipt {
  kind: 'receipt'
  receipt: ProvenReceipt
  trust: Trust
}

export type Outcome =
  | CheckedCertificate
  /** What the register says to everybody. `signed`: it checked the signature, since this browser cannot. */
  | { kind: 'register'; answer: Verification; signed: boolean }
  | { kind: 'not_found'; number: string }
  | CheckedReceipt

const STANDINGS: readonly string[] = ['valid', 'expired', 'superseded', 'suspended', 'terminated', 'reissued', 'revoked']
const REFUSALS = [400, 404, 422]

/** Null when the register could not be asked; `refused` when it does not know the credential. */
async function askRegister(credential: string, signal: AbortSignal): Promise<Verification | 'refused' | null> {
  try {
    return await api.post<Verification>('/verify', { credential }, { signal })
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    return REFUSALS.includes(error.status) ? 'refused' : null
  }
}

function agrees({ claims }: Credential, answer: Verification): boolean {
  return (
    answer.number === claims.sub &&
    answer.version === claims.version &&
    isWrittenAs(answer.holder, claims.holder) &&
    answer.direction === claims.direction &&
    answer.counterparty_country === claims.country &&
    answer.valid_until === claims.valid_until
  )
}

function byList(credential: Credential, list: StatusList | null, now: number): Pick<CheckedCertificate, 'standing' | 'source' | 'asOf' | 'stale'> {
  const standing = standingOf(credential.claims, list, now)
  if (list === null) return { standing, source: 'nothing', asOf: null, stale: false }
  return { standing, source: 'list', asOf: new Date(list.asOf * 1000).toISOString(), stale: list.expires < now }
}

async function checkCertificate(found: Found & { kind: 'credential' }, trust: Trust, signal: AbortSignal): Promise<CheckedCertificate> {
  const credential = await readCredential(found.credential, trust.keys, trust.issuer)
  const { sub, status } = credential.claims
  if (found.printed !== null && found.printed !== sub) throw new Fault('other_certificate', { printed: found.printed, number: sub })
  const [list, answer] = await Promise.all([statusList(trust, status.list), trust.connected ? askRegister(found.credential, signal) : null])
  const checked = { kind: 'certificate', credential, printed: found.printed, trust, doubt: null, ...byList(credential, list, Date.now() / 1000) } as const
  if (answer === null) return checked
  if (answer === 'refused') return { ...checked, doubt: 'refused' }
  if (!agrees(credential, answer)) return { ...checked, doubt: 'differs' }
  const standing = STANDINGS.includes(answer.status) ? (answer.status as Standing) : 'unknown'
  return { ...checked, standing, source: 'register', asOf: answer.as_of, stale: false }
}

async function checkNumber(number: string, signal: AbortSignal): Promise<Outcome> {
  try {
    return { kind: 'register', answer: await api.get<Verification>(`/verify/${encodeURIComponent(number)}`, { signal }), signed: false }
  } catch (error) {
    if (error instanceof ApiProblem && REFUSALS.includes(error.status)) return { kind: 'not_found', number }
    throw error
  }
}

/** Browsers hash only on pages that came securely; elsewhere the register checks the signature. */
async function leaveToRegister(found: Found & { kind: 'credential' }, signal: AbortSignal): Promise<Outcome> {
  const answer = await askRegister(found.credential, signal)
  if (answer === null) throw new ApiProblem(0)
  if (answer === 'refused') throw new Fault('altered')
  if (found.printed !== null && found.printed !== answer.number) throw new Fault('other_certificate', { printed: found.printed, number: answer.number })
  return { kind: 'register', answer, signed: true }
}

async function portalsKeys(): Promise<Trust> {
  const trust = await trustInPortal()
  if (trust === null) throw new Fault('no_keys')
  return trust
}

/** A receipt proves itself by the portal's keys alone; a `Fault` where it does not. */
export async function checkReceipt(receipt: unknown): Promise<CheckedReceipt> {
  if (!canHash()) throw new Fault('insecure')
  const trust = await portalsKeys()
  return { kind: 'receipt', receipt: await readReceipt(receipt, trust.keys), trust }
}

/** So does any entry of the journal. */
export async function checkEntryProof(proof: unknown): Promise<true> {
  if (!canHash()) throw new Fault('insecure')
  await proveEntry(proof, (await portalsKeys()).keys)
  return true
}

/** Throws a `Fault` where it proves nothing, an `ApiProblem` where the register was needed and not reached. */
export async function check(found: Found, signal: AbortSignal): Promise<Outcome> {
  if (found.kind === 'number') return checkNumber(found.number, signal)
  if (found.kind === 'receipt') return checkReceipt(found.receipt)
  if (!canHash()) return leaveToRegister(found, signal)
  return checkCertificate(found, await portalsKeys(), signal)
}
