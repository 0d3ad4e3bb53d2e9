// Names in a QR code, where a long one is its beginning and a sign (docs/formats.md).
const CUT = '…'

/** Whether only the beginning of the name is written. */
export function isCut(written: string): boolean {
  return written.endsWith(CUT)
}

/** Whether this is the name, or its beginning as a code has it. */
export function isWrittenAs(name: string, written: string): boolean {
  return written === name || (isCut(written) && name.startsWith(written.slice(0, -CUT.length)))
}
