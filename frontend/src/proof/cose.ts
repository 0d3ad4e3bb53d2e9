// The compact credential of the QR code: base32 of a tagged COSE_Sign1 (RFC 9052) over CWT claims.
import { base32nopad, base64urlnopad } from '@scure/base'
import { decode, encode, Tagged } from 'cborg'
import { Fault } from './fault'
import { isSigned, keyNamed, type PublicKey } from './keys'

export interface Compact {
  /** The first eight bytes of the thumbprint of the key that signed. */
  kid: Uint8Array
  claims: ReadonlyMap<unknown, unknown>
  signed: Uint8Array
  signature: Uint8Array
}

const SIGN1 = 18
const EDDSA = -8
const HEADER = { algorithm: 1, key: 4, type: 16 } as const
const TYPE = 'tcc+cwt'
const KEY_BYTES = 8

function bytesOf(text: string): Uint8Array {
  if (!/^[A-Z2-7]+$/.test(text)) throw new Fault('unreadable')
  try {
    return base32nopad.decode(text)
  } catch {
    // Every character is right and their number is not.
    throw new Fault('truncated')
  }
}

function fromCbor(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, {
      strict: true, allowIndefinite: false, allowUndefined: false, allowBigInt: false, rejectDuplicateMapKeys: true, useMaps: true,
      tags: Tagged.preserve(SIGN1),
    })
  } catch (error) {
    const cut = error instanceof Error && /not enough|unexpected end|did not find/.test(error.message)
    throw new Fault(cut ? 'truncated' : 'unreadable')
  }
}

function mapOf(value: unknown): ReadonlyMap<unknown, unknown> {
  if (!(value instanceof Map)) throw new Fault('unreadable')
  return value
}

/** Takes the credential apart; what it says counts only after `checkCompact`. */
export function readCompact(text: string): Compact {
  const message = fromCbor(bytesOf(text))
  if (!(message instanceof Tagged) || message.tag !== SIGN1) throw new Fault('unreadable')
  const parts: unknown = message.value
  if (!Array.isArray(parts) || parts.length !== 4) throw new Fault('unreadable')
  const [protectedHeader, unprotectedHeader, payload, signature] = parts as unknown[]
  const areBytes = [protectedHeader, payload, signature].every((part) => part instanceof Uint8Array)
  if (!areBytes || mapOf(unprotectedHeader).size > 0) throw new Fault('unreadable')
  const header = mapOf(fromCbor(protectedHeader as Uint8Array))
  const kid = header.get(HEADER.key)
  if (header.get(HEADER.type) !== TYPE || header.get(HEADER.algorithm) !== EDDSA) throw new Fault('wrong_type')
  if (!(kid instanceof Uint8Array) || kid.length !== KEY_BYTES) throw new Fault('wrong_type')
  return {
    kid,
    claims: mapOf(fromCbor(payload as Uint8Array)),
    signed: encode(['Signature1', protectedHeader, new Uint8Array(), payload]),
    signature: signature as Uint8Array,
  }
}

/** Whether one of the portal's credential keys signed it. */
export async function checkCompact(compact: Compact, keys: readonly PublicKey[]): Promise<PublicKey> {
  const begins = (key: PublicKey) => compact.kid.every((byte, at) => base64urlnopad.decode(key.kid)[at] === byte)
  const key = keyNamed(keys, 'credential', begins)
  if (!(await isSigned(key, compact.signed, compact.signature))) throw new Fault('altered')
  return key
}
