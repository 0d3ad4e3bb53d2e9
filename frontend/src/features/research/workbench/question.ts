/**
 * A question to the register: which dimensions down, which across, which measures, which filters, and how it is drawn.
 * It lives in the page's address, so that a figure can be cited by its link and asked again.
 */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Query } from '@/api/client'
import { canBe } from '../charts/kinds'
import type { Place } from '../charts/result'
import { all, canonicalFilters, readFilters, withFilter, type Narrowing } from '../filters'
import { isMeasure, readDerived } from '../measures'
import { parametersOf } from '../questionText'
import type { Offer, PanelKind } from '../shapes'

export const CHARTS = ['bar', 'line', 'heat', 'sankey', 'tile_map', 'table'] as const
export type Chart = (typeof CHARTS)[number]
export const TOPS = [10, 20, 50] as const

export interface Question {
  rows: string[]
  columns: string[]
  measures: string[]
  filters: Narrowing[]
  /** A measure, with `-` before it for the largest first; empty is the order of the keys. */
  order: string
  /** Only so many from the first; null is all. */
  top: number | null
  chart: Chart
  /** The journal entry up to which facts count; null is now. */
  asOf: number | null
}

export const FIRST_QUESTION: Question = {
  rows: ['country'],
  columns: ['direction'],
  measures: ['contracts', 'amount_usd'],
  filters: [],
  order: '',
  top: null,
  chart: 'bar',
  asOf: null,
}

const CODE = /^[a-z][a-z_]*$/

function codes(query: LocationQuery, name: string): string[] {
  return [...new Set((all(query[name])[0] ?? '').split(',').filter((code) => CODE.test(code)))]
}

function whole(query: LocationQuery, name: string): number | null {
  const text = all(query[name])[0] ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** `stacked` is what panels call bars that add up. */
function chartOf(text: string): Chart {
  const known: readonly string[] = CHARTS
  return known.includes(text) ? (text as Chart) : 'bar'
}

export function readQuestion(query: LocationQuery): Question {
  const filters = readFilters(all(query['filter']))
  const asOf = whole(query, 'as_of')
  const asked = ['rows', 'columns', 'measures'].some((name) => query[name] !== undefined)
  if (!asked) return { ...FIRST_QUESTION, filters, asOf }
  const rows = codes(query, 'rows')
  const measures = [...new Set((all(query['measures'])[0] ?? '').split(',').filter(isMeasure))]
  const order = all(query['order'])[0] ?? ''
  const top = whole(query, 'top')
  return {
    rows,
    columns: codes(query, 'columns').filter((code) => !rows.includes(code)),
    measures: measures.length > 0 ? measures : [...FIRST_QUESTION.measures],
    filters,
    order: measures.includes(order.replace(/^-/, '')) ? order : '',
    top: top === 0 ? null : top,
    chart: chartOf(all(query['chart'])[0] ?? ''),
    asOf,
  }
}

/** What the server is asked, without the moment: the parts that a saved view and a permanent link keep. */
function parts(question: Question): [name: string, value: string][] {
  const { rows, columns, measures, filters, order, top } = question
  const single: [string, string][] = [
    ['rows', rows.join(',')],
    ['columns', columns.join(',')],
    ['measures', measures.join(',')],
  ]
  const ends: [string, string][] = [['order', order], ['top', top === null ? '' : String(top)]]
  const filter = canonicalFilters(filters).map((one): [string, string] => ['filter', one])
  return [...single, ...filter, ...ends].filter(([, value]) => value !== '')
}

export function questionText(question: Question): string {
  return parts(question).map(([name, value]) => `${name}=${value}`).join('&')
}

export function readText(query: string, chart: string): Question {
  return readQuestion({ ...parametersOf(query), chart })
}

export function questionParameters(question: Question): Query {
  return { ...parametersOf(questionText(question)), as_of: question.asOf }
}

/** Rows are written also when there are none, so that the address is not taken for that of a first visit. */
export function writeQuestion(question: Question): LocationQueryRaw {
  return {
    rows: question.rows.join(','),
    ...parametersOf(questionText(question)),
    chart: question.chart,
    ...(question.asOf === null ? {} : { as_of: String(question.asOf) }),
  }
}

export function sameQuestion(one: Question, other: Question): boolean {
  return questionText(one) === questionText(other) && one.chart === other.chart
}

/** Puts a question in terms the server offers; a stale or mistyped address still gives an answer. */
export function withinOffer(question: Question, offer: Offer): Question {
  const known = (code: string) => offer.dimensions.some((one) => one.code === code)
  const counts = (code: string) => offer.bases.some((one) => one.code === code) || offer.measures.some((one) => one.code === code && one.additive)
  const offered = (code: string) => {
    const derived = readDerived(code)
    if (derived === null) return offer.measures.some((one) => one.code === code)
    return counts(derived.base) && (derived.over === '' || known(derived.over))
  }
  const rows = question.rows.filter(known).slice(0, offer.limits.dimensions)
  const measures = question.measures.filter(offered).slice(0, offer.limits.measures)
  return {
    ...question,
    rows,
    columns: question.columns.filter(known).slice(0, offer.limits.dimensions - rows.length),
    measures: measures.length > 0 ? measures : offer.measures.slice(0, 1).map((one) => one.code),
    filters: question.filters.filter((one) => known(one.dimension)),
    order: measures.includes(question.order.replace(/^-/, '')) ? question.order : '',
  }
}

export function possibleCharts(question: Question): PanelKind[] {
  const axes = [...question.rows, ...question.columns].map((code) => ({ code }))
  return CHARTS.filter((chart) => canBe(chart, { axes }))
}

/** Into a place: what it stands for becomes a filter, and its dimension gives way to the finer one, where there is one. */
export function drillQuestion(question: Question, place: Place, offer: Offer): Question {
  let next = question
  for (const [code, key] of Object.entries(place)) {
    if (key === '' || !offer.dimensions.some((one) => one.code === code)) continue
    const used = [...next.rows, ...next.columns]
    const finer = offer.dimensions.find((one) => one.parent === code && !used.includes(one.code))?.code
    const turn = (codesOf: string[]) => codesOf.flatMap((one) => (one !== code ? [one] : finer !== undefined ? [finer] : used.length > 1 ? [] : [one]))
    next = { ...next, rows: turn(next.rows), columns: turn(next.columns), filters: withFilter(next.filters, { dimension: code, values: [key], except: false }) }
  }
  // Something has to stand down the table.
  return next.rows.length === 0 ? { ...next, rows: next.columns, columns: [] } : next
}
