/**
 * What a detector saw, taken apart so that it can be told: beside its peers for an outlier, with the other contract for a
 * duplicate. What is not known here is told as it came, so that no ground is lost.
 */
import { readFilters, type Narrowing } from '../filters'
import { parametersOf } from '../questionText'

/** In which unit a detector's value and median are. */
const UNITS: Record<string, string> = { amount_outlier: 'usd', rate_outlier: 'percent', duration_outlier: 'months' }

export interface Fact {
  key: string
  value: string
}

export interface Told {
  /** For an outlier with peers: its value beside theirs. */
  outlier: { unit: string; value: string; median: string; peers: number; times: number | null; above: boolean } | null
  /** Whom it was compared with, and the question that shows them. */
  peers: { query: string; filters: Narrowing[] } | null
  /** The contract that it resembles. */
  other: { id: string; number: string } | null
  /** Which order of events cannot be. */
  rule: string | null
  /** The rest. */
  facts: Fact[]
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.map(plain).join(', ') : JSON.stringify(value)
}

export function readEvidence(detector: string, evidence: Record<string, unknown>): Told {
  const said = new Map(Object.entries(evidence).map(([key, value]) => [key, plain(value)]))
  const take = (key: string): string => {
    const value = said.get(key) ?? ''
    said.delete(key)
    return value
  }
  const unit = UNITS[detector]
  const outlier = unit !== undefined && said.has('value') && said.has('median') ? beside(unit, take('value'), take('median'), take('peers')) : null
  const query = take('query')
  const other = { id: take('other_contract_id'), number: take('other_contract_number') }
  const rule = take('rule')
  const { filter } = parametersOf(query)
  return {
    outlier,
    peers: query === '' ? null : { query, filters: readFilters(filter === undefined ? [] : [filter].flat()) },
    other: other.number === '' ? null : other,
    rule: rule === '' ? null : rule,
    facts: [...said].flatMap(([key, value]) => (value === '' ? [] : [{ key, value }])),
  }
}

function beside(unit: string, value: string, median: string, peers: string): Told['outlier'] {
  const [one, usual] = [Number(value), Number(median)]
  const above = one >= usual
  const ratio = above ? one / usual : usual / one
  return { unit, value, median, peers: Number(peers) || 0, times: Number.isFinite(ratio) ? Math.round(ratio * 10) / 10 : null, above }
}
