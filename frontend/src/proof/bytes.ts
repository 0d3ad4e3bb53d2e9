// base64url as strict as RFC 4648 §5 allows: no padding, no stray bits.
import { base64urlnopad } from '@scure/base'
import { Fault, type FaultKind } from './fault'

export function fromBase64url(text: string, otherwise: FaultKind): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(base64urlnopad.decode(text))
  } catch {
    throw new Fault(otherwise)
  }
}
