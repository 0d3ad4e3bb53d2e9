/** Findings in the order a reviewer works through them, and the catalogue evidence some of them carry. */

export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

export interface Graded {
  severity: Severity
}

export function bySeverity<F extends Graded>(findings: readonly F[]): F[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity))
}

export function severityCounts(findings: readonly Graded[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
  for (const finding of findings) counts[finding.severity] += 1
  return counts
}

export interface CatalogueHit {
  itemNumber: string
  itemName: string
  itemClass: string
  controlPoint: string
  passage: string
  edition: string
}

const text = (source: Record<string, unknown>, name: string): string => {
  const value = source[name]
  return typeof value === 'string' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hit(value: unknown, edition: string): CatalogueHit[] {
  if (!isRecord(value) || text(value, 'item_no') === '') return []
  return [
    {
      itemNumber: text(value, 'item_no'),
      itemName: text(value, 'name'),
      itemClass: text(value, 'class'),
      controlPoint: text(value, 'control_point'),
      passage: text(value, 'passage'),
      edition: text(value, 'edition') || edition,
    },
  ]
}

/** The catalogue items behind a finding, best first; empty when its evidence is of another kind. */
export function catalogueHits(evidence: unknown): CatalogueHit[] {
  if (!isRecord(evidence) || !Array.isArray(evidence['hits'])) return []
  const edition = text(evidence, 'edition')
  return evidence['hits'].flatMap((one) => hit(one, edition))
}

export interface Fact {
  /** The name of the value, to be put into words where there are words for it. */
  name: string
  value: string
}

/** Any other evidence as names and values. */
export function evidenceFacts(evidence: unknown): Fact[] {
  if (!isRecord(evidence) || catalogueHits(evidence).length > 0) return []
  return Object.entries(evidence).flatMap(([name, value]) =>
    Array.isArray(value) ? value.flatMap((one) => factsOf(name, one)) : factsOf(name, value),
  )
}

function factsOf(name: string, value: unknown): Fact[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ name, value: String(value) }]
  if (!isRecord(value)) return []
  // A part of a whole, such as the country in a contract number: named by the part, read "found → expected".
  if ('part' in value) return [{ name: text(value, 'part'), value: `${text(value, 'found')} → ${text(value, 'expected')}` }]
  const words = Object.values(value).filter((one) => typeof one === 'string')
  return words.length === 0 ? [] : [{ name, value: words.join(' · ') }]
}

export interface Passage {
  before: string
  match: string
  after: string
}

/** Words kept on each side of a match: enough to judge it without leaving the finding. */
const AROUND = 36

/** A matched passage with the words around it; the passage alone when the text does not hold it as it stands. */
export function locatePassage(whole: string, passage: string): Passage {
  const at = passage === '' ? -1 : whole.indexOf(passage)
  if (at < 0) return { before: '', match: passage, after: '' }
  const end = at + passage.length
  const before = whole.slice(Math.max(0, at - AROUND), at)
  const after = whole.slice(end, end + AROUND)
  return {
    before: at > AROUND ? `…${before}` : before,
    match: passage,
    after: end + AROUND < whole.length ? `${after}…` : after,
  }
}
