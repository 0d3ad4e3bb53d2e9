/**
 * What the address bar says about the queue, and the same words for the API.
 * The address is the only place where the filters are kept: a link to a queue can be sent to a colleague.
 */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Query } from '@/api/client'
import type { QueueQuestion } from '@/api/types'

/** A filter that is not set is the empty text, in the address left out. */
export interface QueueFilter {
  desk: string
  state: string
  kind: string
  direction: string
  country: string
  industry: string
  due: string
  /** `me`, `none`, or a person's id. */
  assignee: string
  /** `true` or `false`. */
  warnings: string
  catalogue: string
  search: string
}

export const NO_FILTER: QueueFilter = {
  desk: '', state: '', kind: '', direction: '', country: '', industry: '', due: '', assignee: '', warnings: '', catalogue: '', search: '',
}

/** States that a filing can be in while a desk still owes an answer. */
export const OPEN_STATES = ['submitted', 'in_review', 'recommended'] as const
export const DUES = ['overdue', 'today', 'later'] as const
export const KINDS = ['registration', 'amendment', 'closure', 'reissue'] as const
export const DIRECTIONS = ['import', 'export'] as const
const TRUTHS = ['true', 'false'] as const

/** Filters of a closed list: another value in an address that somebody typed is as good as none. */
const CLOSED: Partial<Record<keyof QueueFilter, readonly string[]>> = {
  state: OPEN_STATES, due: DUES, kind: KINDS, direction: DIRECTIONS, warnings: TRUTHS, catalogue: TRUTHS,
}

/** The filters that stand behind “more filters”. */
export const FURTHER = ['kind', 'direction', 'country', 'industry', 'assignee', 'warnings', 'catalogue'] as const

const NAMES = Object.keys(NO_FILTER) as (keyof QueueFilter)[]
const inAddress = (name: keyof QueueFilter) => (name === 'search' ? 'q' : name)

function first(value: LocationQuery[string] | undefined): string {
  const one = Array.isArray(value) ? value[0] : value
  return (one ?? '').trim()
}

export function readQueueFilter(query: LocationQuery): QueueFilter {
  const read = NAMES.map((name) => {
    const value = first(query[inAddress(name)])
    return [name, CLOSED[name]?.includes(value) === false ? '' : value]
  })
  return Object.fromEntries(read) as unknown as QueueFilter
}

export function writeQueueFilter(filter: QueueFilter): LocationQueryRaw {
  const set = NAMES.filter((name) => filter[name].trim() !== '')
  return Object.fromEntries(set.map((name) => [inAddress(name), filter[name].trim()]))
}

/** The parameters of `GET /queue`; empty ones are left out when sent. */
export function queueParameters(filter: QueueFilter): Query {
  return Object.fromEntries(NAMES.map((name) => [inAddress(name), filter[name]]))
}

export function isFiltered(filter: QueueFilter): boolean {
  return NAMES.some((name) => filter[name].trim() !== '')
}

/** A filter as a kept question, and back. */
export function toQuestion(filter: QueueFilter): QueueQuestion {
  const { search, warnings, catalogue, ...words } = filter
  const question: QueueQuestion = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''))
  if (warnings !== '') question.warnings = warnings === 'true'
  if (catalogue !== '') question.catalogue = catalogue === 'true'
  if (search.trim() !== '') question.q = search.trim()
  return question
}

export function fromQuestion(question: QueueQuestion): QueueFilter {
  const asked = question as Record<string, string | boolean | null | undefined>
  return readQueueFilter(Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, value == null ? '' : String(value)])))
}

export function sameFilter(one: QueueFilter, other: QueueFilter): boolean {
  return NAMES.every((name) => one[name] === other[name])
}
