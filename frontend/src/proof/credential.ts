// The signed credential of a certificate, in either form: who signed it and what it says (docs/formats.md).
import { toHex } from './merkle'
import { checkCompact, type Compact, readCompact } from './cose'
import { Fault } from './fault'
import { count, type Members, members, text } from './json'
import { checkToken, readToken, type Token } from './jwt'
import type { PublicKey } from './keys'

/** Members are named as in the JWT. */
export interface Claims {
  iss: string
  sub: string
  iat: number
  exp: number
  contract: string
  version: number
  direction: string
  /** In the compact form a long name is its beginning and `…`; the other party's likewise. */
  holder: string
  holder_uscc: string
  counterparty: string
  country: string
  legal_type: string
  payment: string
  currency: string
  total: string
  valid_until: string
  data_sheet: string
  changes: string
  entry: number
  leaf: string
  /** Where its status stands: the list's number, and the place in that list. */
  status: { list: number; place: number }
}

export interface Credential {
  form: 'jwt' | 'compact'
  /** The key that signed it. */
  kid: string
  claims: Claims
}

export const CERTIFICATE_TYPE = 'technology-contract-certificate+jwt'
export const PLACES_IN_A_LIST = 131_072
const DAY_OF_CHINA_BEGINS = 8 * 60 * 60
const DETAILS = -65537

const UNREADABLE = 'unreadable'
const TEXTS = ['contract', 'direction', 'holder', 'holder_uscc', 'counterparty', 'country', 'legal_type', 'payment', 'currency', 'total', 'valid_until', 'data_sheet', 'changes', 'leaf'] as const
const NUMBERS = ['iat', 'exp', 'version', 'entry'] as const

export function listAddress(issuer: string, list: number): string {
  return `${issuer}/api/v1/certificates/status-list?list=${list}`
}

function readClaims(given: Members, status: Claims['status']): Claims {
  const claims: Record<string, unknown> = { iss: text(given['iss'], UNREADABLE), sub: text(given['sub'], UNREADABLE), status }
  for (const name of TEXTS) claims[name] = text(given[name], UNREADABLE)
  for (const name of NUMBERS) claims[name] = count(given[name], UNREADABLE)
  return claims as unknown as Claims
}

function claimsOfToken({ claims }: Token): Claims {
  const { idx, uri } = members(members(claims['status'], UNREADABLE)['status_list'], UNREADABLE)
  const list = Number(/\?list=(\d{1,9})$/.exec(text(uri, UNREADABLE))?.[1] ?? NaN)
  if (uri !== listAddress(text(claims['iss'], UNREADABLE), list)) throw new Fault(UNREADABLE)
  return readClaims(claims, { list, place: count(idx, UNREADABLE) % PLACES_IN_A_LIST })
}

const hex = (value: unknown) => (value instanceof Uint8Array && value.length === 32 ? toHex(value) : undefined)

function claimsOfCompact({ claims }: Compact): Claims {
  const details = claims.get(DETAILS)
  if (!Array.isArray(details) || details.length !== 16) throw new Fault(UNREADABLE)
  const [contract, version, direction, holder, holder_uscc, counterparty, country, legal_type, currency, total, payment, sheet, chain, entry, leaf, idx] =
    details as unknown[]
  const exp = count(claims.get(4), UNREADABLE)
  const lastDay = new Date((exp + DAY_OF_CHINA_BEGINS) * 1000)
  if (Number.isNaN(lastDay.getTime())) throw new Fault(UNREADABLE)
  const given = {
    iss: claims.get(1), sub: claims.get(2), exp, iat: claims.get(6), valid_until: lastDay.toISOString().slice(0, 10),
    contract, version, direction, holder, holder_uscc, counterparty, country, legal_type, currency, total, payment,
    data_sheet: hex(sheet), changes: hex(chain), entry, leaf: hex(leaf),
  }
  const place = count(idx, UNREADABLE)
  return readClaims(given, { list: Math.floor(place / PLACES_IN_A_LIST), place: place % PLACES_IN_A_LIST })
}

function refuseOtherIssuer(issuer: unknown, expected: string): void {
  if (issuer !== expected) throw new Fault('other_issuer', { issuer: text(issuer, UNREADABLE) })
}

/** What the credential says, once its signature holds; a `Fault` otherwise. `issuer` is the address of the portal. */
export async function readCredential(credential: string, keys: readonly PublicKey[], issuer: string): Promise<Credential> {
  if (credential.startsWith('eyJ')) {
    const token = readToken(credential)
    if (token.type !== CERTIFICATE_TYPE) throw new Fault('wrong_type')
    refuseOtherIssuer(token.claims['iss'], issuer)
    const { kid } = await checkToken(token, keys)
    return { form: 'jwt', kid, claims: claimsOfToken(token) }
  }
  const compact = readCompact(credential)
  refuseOtherIssuer(compact.claims.get(1), issuer)
  const { kid } = await checkCompact(compact, keys)
  return { form: 'compact', kid, claims: claimsOfCompact(compact) }
}
