// A PDF of the portal, as far as proof goes: the files embedded in it, and the title it was given (PDF/A-3).
// No general reader: whatever else a PDF may hold is passed over. src/proof/src/pdf.rs reads by the same rule (docs/formats.md), and
// tests/cases/pdfs.json is run through both.
import { Fault } from './fault'
import { inflate } from './inflate'

export interface PdfPapers {
  /** Embedded files as text, each once. */
  attachments: string[]
  title: string | null
}

interface Stream {
  dictionary: string
  /** Where its data begin and end. */
  from: number
  to: number
}

/** No attachment of the portal comes near. */
const MOST_BYTES = 1024 * 1024
const MOST_FILES = 64
const END = 'endstream'

export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-'
}

/** The end that the dictionary tells, if the data do end there; otherwise that of the line before `endstream`. */
function dataEnd(text: string, dictionary: string, from: number, end: number): number {
  const told = from + Number(/\/Length\s+(\d+)(?!\s+\d+\s+R|\d)/.exec(dictionary)?.[1])
  if (told <= end && text.slice(told, end).trim() === '') return told
  const line = /\r?\n$/.exec(text.slice(Math.max(from, end - 2), end))
  return end - (line?.[0].length ?? 0)
}

/** Every stream in the file's order. They are objects of their own, so that they are found without reading its tables. */
function* streams(text: string): Generator<Stream> {
  const keyword = /\bstream\r?\n/g
  let last = 0
  for (let found = keyword.exec(text); found !== null; found = keyword.exec(text)) {
    const before = text.slice(last, found.index)
    const dictionary = before.slice(Math.max(before.lastIndexOf(' obj'), 0))
    const from = found.index + found[0].length
    const end = text.indexOf(END, from)
    if (end < 0) return
    yield { dictionary, from, to: dataEnd(text, dictionary, from, end) }
    last = keyword.lastIndex = end + END.length
  }
}

function ofType(all: readonly Stream[], name: string): Stream[] {
  const type = new RegExp(`/Type\\s*/${name}(?![0-9A-Za-z])`)
  return all.filter(({ dictionary }) => type.test(dictionary))
}

/** A stream's text; null where it is longer than any of the portal's. */
async function contentOf(bytes: Uint8Array<ArrayBuffer>, { dictionary, from, to }: Stream): Promise<string | null> {
  const data = bytes.slice(from, to)
  const plain = dictionary.includes('/FlateDecode') ? await inflate(data, MOST_BYTES) : data
  return plain === null || plain.length > MOST_BYTES ? null : new TextDecoder().decode(plain)
}

function titleIn(metadata: string): string | null {
  const element = /<dc:title>([\s\S]*?)<\/dc:title>/.exec(metadata)?.[1] ?? ''
  return /<rdf:li[^>]*>([\s\S]*?)<\/rdf:li>/.exec(element)?.[1] ?? null
}

export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PdfPapers> {
  // One character a byte, so that a place in the text is the place in the bytes.
  const text = new TextDecoder('latin1').decode(bytes)
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) throw new Fault('locked_pdf')
  const all = [...streams(text)]
  const attachments = new Set<string>()
  for (const stream of ofType(all, 'EmbeddedFile').slice(0, MOST_FILES)) {
    const content = await contentOf(bytes, stream)
    if (content !== null) attachments.add(content.trim())
  }
  // A file that was changed keeps its earlier metadata; the last are in force.
  const metadata = ofType(all, 'Metadata').at(-1)
  const inForce = metadata === undefined ? null : await contentOf(bytes, metadata)
  return { attachments: [...attachments], title: inForce === null ? null : titleIn(inForce) }
}
