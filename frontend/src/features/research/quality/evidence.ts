/**
 * What a detector saw, taken apart so that it can be told: a value beside its peers, the contracts that it repeats, what
 * cannot be. What is not known here is told as it came, so that no ground is lost.
 */
import { readFilters, type Narrowing } from '../filters'
import { parametersOf } from '../questionText'

export interface Fact {
  key: string
  value: string
}

export interface Outlier {
  /** `usd`, `percent` or `months`. */
  unit: string
  value: string
  median: string
  peers: number
  /** How many times the median, or its part; null where the median is nought. */
  times: number | null
  above: boolean
}

/** A contract that was registered before, and what it costs. */
export interface Earlier {
  id: string
  /** Empty where only the id is told. */
  number: string
  registeredOn: string
  total: string
}

/** Two days or amounts that contradict each other. */
export interface Impossible {
  code: string
  first: string
  second: string
}

export interface Told {
  outlier: Outlier | null
  /** Whom it was compared with, and the question that shows them. */
  peers: { query: string; filters: Narrowing[] } | null
  earlier: Earlier[]
  problems: Impossible[]
  /** The rest. */
  facts: Fact[]
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.map(plain).join(', ') : JSON.stringify(value)
}

export function readEvidence(evidence: Record<string, unknown>): Told {
  const said = new Map(Object.entries(evidence))
  const take = (key: string): unknown => {
    const value = said.get(key)
    said.delete(key)
    return value
  }
  const list = (key: string): Record<string, unknown>[] => (Array.isArray(said.get(key)) ? (take(key) as Record<string, unknown>[]) : [])
  const beside = ['unit', 'value', 'median'].every((key) => said.has(key))
  const outlier = beside ? outlierOf(plain(take('unit')), plain(take('value')), plain(take('median')), plain(take('peers'))) : null
  const query = plain(take('query'))
  const earlier = list('earlier').map((one) => ({
    id: plain(one['contract_id']), number: plain(one['contract_number']), registeredOn: plain(one['registered_on']), total: plain(one['total']),
  }))
  const problems = list('problems').map((one) => ({ code: plain(one['code']), first: plain(one['first']), second: plain(one['second']) }))
  const { filter } = parametersOf(query)
  return {
    outlier,
    peers: query === '' ? null : { query, filters: readFilters(filter === undefined ? [] : [filter].flat()) },
    earlier,
    problems,
    facts: [...said].map(([key, value]) => ({ key, value: plain(value) })).filter(({ value }) => value !== ''),
  }
}

function outlierOf(unit: string, value: string, median: string, peers: string): Outlier {
  const [one, usual] = [Number(value), Number(median)]
  const above = one >= usual
  const ratio = above ? one / usual : usual / one
  return { unit, value, median, peers: Number(peers) || 0, times: Number.isFinite(ratio) ? Math.round(ratio * 10) / 10 : null, above }
}
