// A PDF of the portal, as far as proof goes: the files embedded in it, and the title it was given (PDF/A-3).
// No general reader: whatever else a PDF may hold is passed over.
import { Fault } from './fault'
import { inflate } from './inflate'

export interface PdfPapers {
  /** Embedded files, as text. */
  attachments: string[]
  title: string | null
}

/** No attachment of the portal comes near. */
const MOST_BYTES = 4 * 1024 * 1024

export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).includes('%PDF-')
}

/** Where the data of the stream begins and ends whose dictionary is around `at`; null where that is no stream. */
function streamAround(text: string, at: number): { dictionary: string; from: number; to: number } | null {
  const begins = text.lastIndexOf(' obj', at)
  const keyword = /\bstream\r?\n/g
  keyword.lastIndex = at
  const found = keyword.exec(text)
  const ends = text.indexOf('endobj', at)
  if (begins < 0 || found === null || (ends >= 0 && ends < found.index)) return null
  const dictionary = text.slice(begins, found.index)
  const from = found.index + found[0].length
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R|\d)/.exec(dictionary)?.[1]
  if (length !== undefined) return { dictionary, from, to: from + Number(length) }
  const to = text.indexOf('endstream', from)
  return { dictionary, from, to: to < 0 ? text.length : to }
}

async function embedded(bytes: Uint8Array<ArrayBuffer>, text: string): Promise<string[]> {
  const found: string[] = []
  for (const { index } of text.matchAll(/\/EmbeddedFile\b/g)) {
    const stream = streamAround(text, index)
    if (stream === null) continue
    const data = bytes.slice(stream.from, stream.to)
    const packed = /\/Filter\s*\[?\s*\/FlateDecode/.test(stream.dictionary)
    const plain = packed ? await inflate(data, MOST_BYTES) : data
    if (plain !== null) found.push(new TextDecoder().decode(plain))
  }
  return found
}

function titleIn(bytes: Uint8Array, text: string): string | null {
  // A file that was changed keeps its earlier metadata; the last are in force.
  const from = text.lastIndexOf('<x:xmpmeta')
  const to = text.indexOf('</x:xmpmeta>', from)
  if (from < 0 || to < 0) return null
  const title = /<dc:title>[\s\S]*?<rdf:li[^>]*>([\s\S]*?)<\/rdf:li>/.exec(new TextDecoder().decode(bytes.subarray(from, to)))?.[1]
  return title?.trim() ?? null
}

export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<PdfPapers> {
  // One character a byte, so that a place in the text is the place in the bytes.
  const text = new TextDecoder('latin1').decode(bytes)
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(text)) throw new Fault('locked_pdf')
  return { attachments: await embedded(bytes, text), title: titleIn(bytes, text) }
}
