/** What a page of analyses is narrowed to: months and filters. It lives in the address, so that pages share it and links keep it. */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Query } from '@/api/client'
import { EARLIEST_MONTH, isMonth, isTime, monthsAway, monthsOf } from '../charts/period'
import type { Place } from '../charts/result'
import { all, canonicalFilters, readFilters, withFilter, writeFilters, type Narrowing } from '../filters'
import type { Offer } from '../shapes'

export interface Selection {
  /** Empty: as the server begins, the last twelve months. */
  from: string
  to: string
  /** In the order in which they were chosen. */
  filters: Narrowing[]
  /** Which suppliers the list of suppliers is of; empty: every one. */
  suppliers: SupplierCondition[]
  /** The journal entry up to which facts count; null is now. */
  asOf: number | null
}

export const SUPPLIER_CONDITIONS = ['newcomer', 'not_established'] as const
export type SupplierCondition = (typeof SUPPLIER_CONDITIONS)[number]

export function readSelection(query: LocationQuery): Selection {
  const month = (name: string) => all(query[name]).filter(isMonth)[0] ?? ''
  const [from, to] = [month('from'), month('to')]
  const asOf = all(query['as_of'])[0] ?? ''
  const whole = from !== '' && to !== ''
  const turned = whole && from > to
  return {
    from: turned ? to : from,
    to: turned ? from : to,
    filters: readFilters(all(query['filter'])).filter(({ dimension }) => !isTime(dimension)),
    suppliers: SUPPLIER_CONDITIONS.filter((one) => all(query['supplier']).some((written) => written.split(',').includes(one))),
    asOf: /^\d{1,15}$/.test(asOf) ? Number(asOf) : null,
  }
}

export function writeSelection({ from, to, filters, suppliers, asOf }: Selection): LocationQueryRaw {
  const filter = writeFilters(filters)
  return {
    ...(from !== '' ? { from } : {}),
    ...(to !== '' ? { to } : {}),
    ...(filter.length > 0 ? { filter } : {}),
    ...(suppliers.length > 0 ? { supplier: suppliers.join(',') } : {}),
    ...(asOf !== null ? { as_of: String(asOf) } : {}),
  }
}

/** The analysis that lists suppliers; no other can be asked which. */
export const SUPPLIERS = 'suppliers'

/** The parameters of an analysis; one selection has one spelling. */
export function selectionParameters({ from, to, filters, suppliers, asOf }: Selection, code: string): Query {
  return { from, to, filter: canonicalFilters(filters), as_of: asOf, ...(code === SUPPLIERS && suppliers.length > 0 ? { supplier: suppliers.join(',') } : {}) }
}

export const PRESETS = ['default', 'year', 'before', 'five', 'all'] as const
export type Preset = (typeof PRESETS)[number]

/** To whom figures of closed years alone are told, the running year is nothing to choose, and the usual months are the last closed year. */
export const CLOSED_PRESETS: readonly Preset[] = ['default', 'before', 'five', 'all']

/** The newest month that a reader is told of: that of the newest fact, or the last of the year before it. */
export function newestMonth({ audience, latest_month: latest }: Pick<Offer, 'audience' | 'latest_month'>): string {
  if (latest === null || audience === 'cleared') return latest ?? ''
  return `${String(Number(latest.slice(0, 4)) - 1)}-12`
}

/** The months of a preset, seen from the newest month; the service began to count no earlier than 2000. */
export function presetPeriod(preset: Preset, latest: string): { from: string; to: string } {
  const year = Number(latest.slice(0, 4))
  switch (preset) {
    case 'default':
      return { from: '', to: '' }
    case 'year':
      return { from: `${String(year)}-01`, to: latest }
    case 'before':
      return { from: `${String(year - 1)}-01`, to: `${String(year - 1)}-12` }
    case 'five':
      return { from: monthsAway(latest, -59), to: latest }
    case 'all':
      return { from: EARLIEST_MONTH, to: latest }
  }
}

export function presetOf({ from, to }: Selection, latest: string): Preset | null {
  return PRESETS.find((preset) => {
    const period = presetPeriod(preset, latest)
    return period.from === from && period.to === to
  }) ?? null
}

/** Into a place: its time becomes the period, every other key a filter at the end of the way. What is no dimension leads nowhere. */
export function drillInto(selection: Selection, place: Place, dimensions: ReadonlySet<string>): Selection {
  let next = selection
  for (const [dimension, key] of Object.entries(place)) {
    const months = monthsOf(dimension, key)
    if (months !== null) next = { ...next, ...months }
    else if (key !== '' && dimensions.has(dimension)) next = { ...next, filters: withFilter(next.filters, { dimension, values: [key], except: false }) }
  }
  return next
}

export function sameSelection(one: Selection, other: Selection): boolean {
  return JSON.stringify(writeSelection(one)) === JSON.stringify(writeSelection(other))
}

export interface Crumb {
  /** Null is the beginning. */
  step: 'period' | Narrowing | null
  selection: Selection
}

/** The way from everything to here, step by step; each step keeps what came before it. */
export function crumbsOf(selection: Selection): Crumb[] {
  const begin: Selection = { from: '', to: '', filters: [], suppliers: selection.suppliers, asOf: selection.asOf }
  const crumbs: Crumb[] = [{ step: null, selection: begin }]
  const period = { ...begin, from: selection.from, to: selection.to }
  if (selection.from !== '' || selection.to !== '') crumbs.push({ step: 'period', selection: period })
  selection.filters.forEach((step, index) => crumbs.push({ step, selection: { ...period, filters: selection.filters.slice(0, index + 1) } }))
  return crumbs
}
