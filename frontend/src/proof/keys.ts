// The portal's public keys, and whether a signature is one of theirs. A key is good for its purpose only.
import { verifyAsync } from '@noble/ed25519'
import { base64urlnopad } from '@scure/base'
import { Fault } from './fault'

export type Purpose = 'credential' | 'journal'

export interface PublicKey {
  /** The base64url of its RFC 7638 thumbprint. */
  kid: string
  purpose: string
  bytes: Uint8Array
}

const SIGNATURE_LENGTH = 64

async function thumbprint(x: string): Promise<string> {
  const named = new TextEncoder().encode(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
  return base64urlnopad.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', named)))
}

async function readKey(value: unknown): Promise<PublicKey | null> {
  if (typeof value !== 'object' || value === null) return null
  const { kty, crv, x, kid, purpose } = value as Record<string, unknown>
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof purpose !== 'string') return null
  if (!/^[A-Za-z0-9_-]{43}$/.test(x) || kid !== (await thumbprint(x))) return null
  try {
    return { kid, purpose, bytes: base64urlnopad.decode(x) }
  } catch {
    return null
  }
}

/** The keys of a JWK set that can be used here; what is not an Ed25519 key, or not named by its thumbprint, is left out. */
export async function readKeys(set: unknown): Promise<PublicKey[]> {
  const listed = typeof set === 'object' && set !== null ? (set as { keys?: unknown }).keys : null
  const keys = await Promise.all(Array.isArray(listed) ? listed.map(readKey) : [])
  return keys.filter((key) => key !== null)
}

/** The key of that name, for that purpose. */
export function keyNamed(keys: readonly PublicKey[], purpose: Purpose, isNamed: (key: PublicKey) => boolean): PublicKey {
  const named = keys.filter(isNamed)
  const key = named.find((one) => one.purpose === purpose)
  if (key !== undefined) return key
  throw new Fault(named.length > 0 ? 'wrong_purpose' : 'unknown_key')
}

export async function isSigned(key: PublicKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== SIGNATURE_LENGTH) return false
  try {
    return await verifyAsync(signature, message, key.bytes, { zip215: false })
  } catch {
    // Not a point of the curve: no signature either.
    return false
  }
}
