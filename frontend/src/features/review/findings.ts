/** Findings in the order a reviewer works through them, and the evidence some of them carry. */

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

const text = (source: Record<string, unknown>, name: string): string => {
  const value = source[name]
  return typeof value === 'string' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whose the certificate would be, if not the filing company's, and whether that company has given it a mandate. */
export function otherHolder(findings: readonly { code: string; evidence?: unknown }[]): { code: string; mandate: boolean } | null {
  const evidence = findings.find((finding) => finding.code === 'company.not_filer')?.evidence
  return isRecord(evidence) ? { code: text(evidence, 'found'), mandate: evidence['mandate'] === true } : null
}

export interface Fact {
  /** The name of the value, to be put into words where there are words for it. */
  name: string
  value: string
}

/** Evidence as names and values; what screening met has a view of its own. */
export function evidenceFacts(evidence: unknown): Fact[] {
  if (!isRecord(evidence) || Array.isArray(evidence['hits'])) return []
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
