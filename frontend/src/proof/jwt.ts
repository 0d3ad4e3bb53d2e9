// Signed tokens in compact form (RFC 7515): certificates and status lists.
import { fromBase64url } from './bytes'
import { Fault } from './fault'
import { type Members, parseMembers } from './json'
import { isSigned, keyNamed, type PublicKey } from './keys'

export interface Token {
  type: unknown
  kid: string
  claims: Members
  signed: Uint8Array
  signature: Uint8Array
}

/** 64 bytes as base64url. */
const SIGNATURE_CHARACTERS = 86

/** The length was right: where the bytes or the JSON are not, some character was exchanged. */
function membersOf(part: string): Members {
  return parseMembers(new TextDecoder().decode(fromBase64url(part, 'altered')), 'altered')
}

/** Takes the token apart; what it says counts only after `checkToken`. */
export function readToken(text: string): Token {
  if (!/^eyJ[\w-]*(\.[\w-]*){0,2}$/.test(text)) throw new Fault('unreadable')
  const [header = '', claims = '', signature = ''] = text.split('.')
  if (signature.length < SIGNATURE_CHARACTERS) throw new Fault('truncated')
  if (signature.length > SIGNATURE_CHARACTERS) throw new Fault('altered')
  const { alg, typ, kid, crit } = membersOf(header)
  if (alg !== 'EdDSA' || typeof kid !== 'string' || crit !== undefined) throw new Fault('wrong_type')
  return {
    type: typ,
    kid,
    claims: membersOf(claims),
    signed: new TextEncoder().encode(`${header}.${claims}`),
    signature: fromBase64url(signature, 'altered'),
  }
}

/** Whether one of the portal's credential keys signed it. */
export async function checkToken(token: Token, keys: readonly PublicKey[]): Promise<PublicKey> {
  const key = keyNamed(keys, 'credential', (one) => one.kid === token.kid)
  if (!(await isSigned(key, token.signed, token.signature))) throw new Fault('altered')
  return key
}
