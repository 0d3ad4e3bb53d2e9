// What the portal signed, checked by whoever holds it: no server, no Vue. The formats are in docs/formats.md.
export { type Claims, type Credential, readCredential } from './credential'
export { Fault, FAULT_KINDS, type FaultKind, settled } from './fault'
export { type Found, isCredential, readCode, readFile, readText } from './found'
export { type PublicKey, readKeys } from './keys'
export { isCut, isWrittenAs } from './names'
export { proveEntry, type ProvenReceipt, readReceipt } from './receipt'
export { readStatusList, type Standing, standingOf, type StatusList } from './standing'
