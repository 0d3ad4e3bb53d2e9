// What a person hands over to be verified: a number, a credential or a receipt, in whatever it comes.
import { Fault } from './fault'
import { parseMembers } from './json'
import { isPdf, openPdf } from './pdf'

export type Found =
  | { kind: 'number'; number: string }
  /** `printed` is the number that stands beside the credential: in the link, or in the title of the PDF. */
  | { kind: 'credential'; credential: string; printed: string | null }
  | { kind: 'receipt'; receipt: unknown }

const TOKEN = /eyJ[\w-]+(?:\.[\w-]*){0,2}/
/** How every compact credential begins: CBOR tag 18, an array of four. */
const COMPACT = /^2KC[A-Z2-7]{13,}$/
/** The title's last word; SX: a sandbox's. */
const NUMBER_IN_TITLE = /(?:^|\s)(S[ZX][IE]\d{2}(?:-[0-9A-Z]+)+)\s*$/
const ANCHOR = /^[a-z-]{1,20}$/
const MOST_BYTES = 20 * 1024 * 1024

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether what follows the `#` of an address is meant as a credential, and not as a place on the page. */
export function isCredential(fragment: string): boolean {
  return fragment !== '' && !ANCHOR.test(fragment)
}

/** Reads the link of a QR code, or a part of it: `…/verify/NUMBER#CREDENTIAL`. */
function readLink(text: string): Found | null {
  const [path = '', ...rest] = text.split('#')
  const number = /\/verify\/([^/?#]+)/.exec(path)?.[1]
  const printed = number === undefined ? null : decoded(number)
  const fragment = decoded(rest.join('#'))
  if (isCredential(fragment)) return { kind: 'credential', credential: TOKEN.exec(fragment)?.[0] ?? fragment, printed }
  return printed === null ? null : { kind: 'number', number: printed }
}

/** What was typed, pasted or scanned. */
export function readText(given: string): Found {
  const trimmed = given.trim()
  if (trimmed === '') throw new Fault('empty')
  if (trimmed.startsWith('{')) return { kind: 'receipt', receipt: parseMembers(trimmed, 'not_a_receipt') }
  // Mail programs break long lines.
  const joined = trimmed.replace(/\s+/g, '')
  const link = readLink(joined)
  if (link !== null) return link
  const token = TOKEN.exec(trimmed)?.[0]
  if (token !== undefined) return { kind: 'credential', credential: trimmed.startsWith('eyJ') ? joined : token, printed: null }
  if (COMPACT.test(joined)) return { kind: 'credential', credential: joined, printed: null }
  return { kind: 'number', number: joined }
}

/** What a QR code said. One that leads elsewhere is no number. */
export function readCode(text: string): Found {
  const found = readText(text)
  if (found.kind === 'number' && !/^[\w-]+$/.test(found.number)) throw new Fault('foreign_code')
  return found
}

/** The one that there is, if any; which of several counts cannot be told. */
function only(papers: readonly string[]): string | undefined {
  if (papers.length > 1) throw new Fault('several_credentials')
  return papers[0]
}

async function readPdf(bytes: Uint8Array<ArrayBuffer>): Promise<Found> {
  const { attachments, title } = await openPdf(bytes)
  const credential = only(attachments.filter((one) => one.startsWith('eyJ')))
  if (credential !== undefined) {
    const printed = NUMBER_IN_TITLE.exec(title ?? '')?.[1]
    if (printed === undefined) throw new Fault('title_without_number')
    return { kind: 'credential', credential, printed }
  }
  const receipt = only(attachments.filter((one) => one.startsWith('{') && one.includes('"leaf_hash"')))
  if (receipt !== undefined) return { kind: 'receipt', receipt: parseMembers(receipt, 'not_a_receipt') }
  throw new Fault(attachments.length > 0 ? 'only_data_sheet' : 'nothing_in_pdf')
}

/** A PDF, or a file of text. Pictures are for `readCode`, once their QR code was read. */
export async function readFile(bytes: Uint8Array<ArrayBuffer>): Promise<Found> {
  if (bytes.length > MOST_BYTES) throw new Fault('too_large')
  if (isPdf(bytes)) return readPdf(bytes)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Fault('unknown_file')
  }
  const found = readText(text)
  if (found.kind === 'number' && !/^[\w-]{1,40}$/.test(found.number)) throw new Fault('unknown_file')
  return found
}
