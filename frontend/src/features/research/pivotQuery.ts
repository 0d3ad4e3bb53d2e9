/**
 * A question to the register: which dimension down, which across, which measures, which filters.
 * It lives in the page's address, so that a figure can be cited by its link and asked again.
 */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Query } from '@/api/client'

export interface PivotQuestion {
  rows: string
  columns: string
  measures: string[]
  /** Dimension code → the values kept. A dimension without values does not filter. */
  filters: Record<string, string[]>
}

export const FIRST_QUESTION: PivotQuestion = {
  rows: 'country',
  columns: 'direction',
  measures: ['contracts', 'amount_usd'],
  filters: {},
}

const CODE = /^[a-z_]+$/

function all(value: LocationQuery[string] | undefined): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((one) => (one == null || one === '' ? [] : [one]))
}

function codes(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((code) => CODE.test(code))
}

/** One filter as written in an address: `country:DE,US`. */
function readFilter(written: string): [string, string[]] | null {
  const at = written.indexOf(':')
  const dimension = written.slice(0, Math.max(at, 0))
  const values = written.slice(at + 1).split(',').filter((value) => value !== '')
  return CODE.test(dimension) && values.length > 0 ? [dimension, values] : null
}

export function readQuestion(query: LocationQuery): PivotQuestion {
  if (all(query['rows']).length === 0 && all(query['measures']).length === 0) {
    return { ...FIRST_QUESTION, filters: readFilters(query) }
  }
  const rows = codes(all(query['rows'])[0])[0] ?? FIRST_QUESTION.rows
  const columns = codes(all(query['columns'])[0])[0] ?? ''
  const measures = codes(all(query['measures'])[0])
  return {
    rows,
    columns: columns === rows ? '' : columns,
    measures: measures.length > 0 ? [...new Set(measures)] : [...FIRST_QUESTION.measures],
    filters: readFilters(query),
  }
}

function readFilters(query: LocationQuery): Record<string, string[]> {
  return Object.fromEntries(
    all(query['filter']).flatMap((written) => {
      const read = readFilter(written)
      return read === null ? [] : [read]
    }),
  )
}

/** `dimension:value,value` in a fixed order, so that one question has one address. */
export function filterTexts(filters: Record<string, string[]>): string[] {
  return Object.entries(filters)
    .filter(([, values]) => values.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([dimension, values]) => `${dimension}:${[...values].sort().join(',')}`)
}

export function writeQuestion(question: PivotQuestion): LocationQueryRaw {
  const query: LocationQueryRaw = { rows: question.rows, measures: question.measures.join(',') }
  if (question.columns !== '') query['columns'] = question.columns
  const filter = filterTexts(question.filters)
  if (filter.length > 0) query['filter'] = filter
  return query
}

/** The parameters of the API's `pivot` and `export`, which read the same words as the address. */
export function questionParameters(question: PivotQuestion): Query {
  return {
    rows: question.rows,
    columns: question.columns,
    measures: question.measures.join(','),
    filter: filterTexts(question.filters),
  }
}

export function swapAxes(question: PivotQuestion): PivotQuestion {
  return question.columns === '' ? question : { ...question, rows: question.columns, columns: question.rows }
}

/** Puts a question in terms the server offers; a stale or mistyped address still gives an answer. */
export function withinOffer(
  question: PivotQuestion,
  offer: { dimensions: readonly { code: string }[]; measures: readonly { code: string }[] },
): PivotQuestion {
  const dimension = (code: string) => offer.dimensions.some((one) => one.code === code)
  const rows = dimension(question.rows) ? question.rows : (offer.dimensions[0]?.code ?? question.rows)
  const measures = question.measures.filter((code) => offer.measures.some((one) => one.code === code))
  return {
    rows,
    columns: dimension(question.columns) && question.columns !== rows ? question.columns : '',
    measures: measures.length > 0 ? measures : offer.measures.slice(0, 1).map((one) => one.code),
    filters: Object.fromEntries(Object.entries(question.filters).filter(([code]) => dimension(code))),
  }
}
