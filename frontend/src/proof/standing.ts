// What a certificate is worth at a moment: its own term, and its place in the portal's signed status list.
import { fromBase64url } from './bytes'
import { type Claims, listAddress, PLACES_IN_A_LIST } from './credential'
import { Fault } from './fault'
import { inflate } from './inflate'
import { count, members, text } from './json'
import { checkToken, readToken } from './jwt'
import type { PublicKey } from './keys'

export interface StatusList {
  number: number
  /** The moment for which it holds, and until when it is to be used; seconds. */
  asOf: number
  expires: number
  bytes: Uint8Array
}

export type Standing = 'valid' | 'expired' | 'superseded' | 'suspended' | 'terminated' | 'reissued' | 'revoked' | 'unknown'

const NO_LIST = 'no_list'
const BITS = 4
const MEANINGS = new Map<number, Standing>([
  [0, 'valid'], [1, 'revoked'], [2, 'suspended'], [3, 'superseded'], [12, 'terminated'], [13, 'reissued'],
])

/** Reads list `number` of this issuer; a `Fault` where it is not what the portal signed. */
export async function readStatusList(token: string, number: number, keys: readonly PublicKey[], issuer: string): Promise<StatusList> {
  const read = readToken(token)
  if (read.type !== 'statuslist+jwt') throw new Fault('wrong_type')
  await checkToken(read, keys)
  const { sub, iat, exp, status_list } = read.claims
  if (sub !== listAddress(issuer, number)) throw new Fault(NO_LIST)
  const { bits, lst } = members(status_list, NO_LIST)
  if (bits !== BITS) throw new Fault(NO_LIST)
  const bytes = await inflate(fromBase64url(text(lst, NO_LIST), NO_LIST), (PLACES_IN_A_LIST * BITS) / 8)
  if (bytes === null) throw new Fault(NO_LIST)
  return { number, asOf: count(iat, NO_LIST), expires: count(exp, NO_LIST), bytes }
}

function listed(list: StatusList, place: number): Standing {
  const byte = list.bytes[Math.floor(place / 2)]
  if (byte === undefined) return 'unknown'
  return MEANINGS.get(place % 2 === 0 ? byte & 0x0f : byte >> 4) ?? 'unknown'
}

/** Where the certificate stands at `now` (seconds), as far as the list tells. */
export function standingOf(claims: Pick<Claims, 'exp' | 'status'>, list: StatusList | null, now: number): Standing {
  // A clock that was set back does not bring a term back.
  const over = claims.exp < Math.max(now, list?.asOf ?? 0)
  const status = list === null || list.number !== claims.status.list ? 'unknown' : listed(list, claims.status.place)
  // What rests or is not known ends with the term; what was withdrawn, replaced or ended stays that.
  return over && (status === 'valid' || status === 'suspended' || status === 'unknown') ? 'expired' : status
}
