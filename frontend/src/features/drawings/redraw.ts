/** Draws again in the reader's own browser, from what is published: the same few lines that the server's documentation shows. */
import type { DrawingView } from '@/api/types'

export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function draw(seed: string, label: string, from: readonly string[], count: number): Promise<string[]> {
  const tickets = await Promise.all(from.map(async (one) => ({ one, ticket: await sha256(`${seed}\n${label}\n${one}`) })))
  return tickets
    .sort((left, right) => (left.ticket < right.ticket ? -1 : 1))
    .slice(0, count)
    .map((ticket) => ticket.one)
}

/** Whether seed, population, what was drawn and its inspectors all come out as published. */
export async function agrees(drawing: DrawingView, population: readonly string[]): Promise<boolean> {
  const seed = await sha256(`${drawing.root_hash ?? ''}\n${drawing.draw_on}`)
  if (seed !== drawing.seed) return false
  if ((await sha256([...population].sort().join('\n'))) !== drawing.population_digest) return false
  const drawn = await draw(seed, 'filings', population, drawing.filings)
  // An application takes part by the digest of its id; in older drawings, by the id.
  const names = await Promise.all(drawing.inspections.map(({ filing_id: id }) => (population.includes(id) ? id : sha256(id))))
  if (String(drawn) !== String(names)) return false
  for (const [place, one] of drawing.inspections.entries()) {
    const free = drawing.pool.filter((inspector) => !one.excluded.includes(inspector))
    const inspectors = await draw(seed, `inspectors ${names[place]}`, free, drawing.inspectors)
    if (String(inspectors) !== String(one.inspectors)) return false
  }
  return true
}
