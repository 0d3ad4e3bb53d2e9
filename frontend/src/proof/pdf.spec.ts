// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Fault, settled } from './fault'
import { readFile } from './found'
import { deflated } from './signed.fixture'

interface Part {
  raw?: string
  attached?: string
  title?: string | null
  packed?: boolean
}
interface Case {
  name: string
  parts: Part[]
  found?: { credential: string; number: string } | { receipt: string }
  fault?: string
}

const { cases } = JSON.parse(readFileSync(new URL('../../../tests/cases/pdfs.json', import.meta.url), 'utf8')) as { cases: Case[] }
/** In the program the faults of a PDF in which nothing is found are one. */
const NOTHING = ['nothing_in_pdf', 'only_data_sheet', 'locked_pdf']

async function partOf(part: Part, number: number): Promise<Blob> {
  if (part.raw !== undefined) return new Blob([part.raw])
  const title = typeof part.title === 'string' ? `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${part.title}</rdf:li></rdf:Alt></dc:title>` : ''
  const [kind, content] =
    part.attached === undefined ? ['Metadata', `<x:xmpmeta><rdf:RDF>${title}</rdf:RDF></x:xmpmeta>`] : ['EmbeddedFile', part.attached]
  const data = part.packed === true ? await deflated(content) : new Blob([content])
  const filter = part.packed === true ? '/Filter /FlateDecode' : ''
  return new Blob([`${number} 0 obj\n<< /Type /${kind} ${filter} /Length ${data.size} >>\nstream\n`, data, '\nendstream\nendobj\n'])
}

async function pdfOf(parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>> {
  const blobs = await Promise.all(parts.map((part, place) => partOf(part, place + 10)))
  return new Uint8Array(await new Blob(['%PDF-1.7\n', ...blobs, '%%EOF\n']).arrayBuffer())
}

it.each(cases)('in a PDF with $name is found what the program finds', async ({ parts, found, fault }) => {
  const pdf = await pdfOf(parts)
  const answer = await settled(() => readFile(pdf))
  if (answer instanceof Fault) return expect({ fault: NOTHING.includes(answer.kind) ? 'unreadable' : answer.kind }).toEqual({ fault })
  if (answer.kind === 'credential') return expect({ credential: answer.credential, number: answer.printed }).toEqual(found)
  expect(answer).toMatchObject({ kind: 'receipt' })
  return expect(found).toEqual({ receipt: JSON.stringify((answer as { receipt: unknown }).receipt) })
})
