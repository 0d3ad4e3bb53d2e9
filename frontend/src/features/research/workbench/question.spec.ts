import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import type { Offer } from '../shapes'
import { fits, place, stepped } from './placement'
import { drillQuestion, FIRST_QUESTION, possibleCharts, questionParameters, questionText, readQuestion, readText, withinOffer, writeQuestion, type Question } from './question'

const QUESTION: Question = {
  rows: ['country', 'industry'],
  columns: ['year'],
  measures: ['amount_usd', 'yoy:amount_usd'],
  filters: [{ dimension: 'direction', values: ['import'], except: false }, { dimension: 'country', values: ['DE', 'US'], except: true }],
  order: '-amount_usd',
  top: 20,
  chart: 'heat',
  asOf: 900,
}
const dimension = (code: string, parent: string | null = null) => ({ code, name: code, parent, values: [] })
const measure = (code: string) => ({ code, name: code, unit: 'count', additive: true })
const OFFER: Offer = {
  as_of: 1,
  audience: 'cleared',
  latest_month: '2026-01',
  dimensions: [dimension('month', 'quarter'), dimension('quarter', 'year'), dimension('year'), dimension('country'), dimension('direction')],
  measures: [measure('contracts'), measure('amount_usd')],
  bases: [{ code: 'contracts', name: 'contracts' }, { code: 'amount_usd', name: 'amount_usd' }],
  spreads: [],
  limits: { dimensions: 4, measures: 12, filter_values: 500, cells: 100_000 },
}
const read = (query: unknown) => readQuestion(query as LocationQuery)

describe('a question in the address', () => {
  it('reads back what it wrote', () => {
    expect(read(writeQuestion(QUESTION))).toEqual({ ...QUESTION, filters: [QUESTION.filters[1], QUESTION.filters[0]] })
  })
  it('reads back a total without dimensions', () => {
    const total = { ...FIRST_QUESTION, rows: [], columns: [] }
    expect(read(writeQuestion(total))).toEqual(total)
  })
  it('begins with contracts and amounts by country and direction, and keeps a filter that stands alone', () => {
    expect(read({ filter: 'direction:export' })).toEqual({ ...FIRST_QUESTION, filters: [{ dimension: 'direction', values: ['export'], except: false }] })
  })
  it('drops what is no code, repeats, an order by something else, and a chart that is none', () => {
    const found = read({ rows: 'country,<b>,country', columns: 'country', measures: '<b>,contracts,share:x:y', order: '-amount_usd', top: '0', chart: 'stacked' })
    expect(found).toMatchObject({ rows: ['country'], columns: [], measures: ['contracts'], order: '', top: null, chart: 'bar' })
  })
})

describe('a question to the server', () => {
  it('has one text, which views and permanent links keep', () => {
    const text = 'rows=country,industry&columns=year&measures=amount_usd,yoy:amount_usd&filter=!country:DE,US&filter=direction:import&order=-amount_usd&top=20'
    expect(questionText(QUESTION)).toBe(text)
    expect(questionText(readText(text, 'heat'))).toBe(text)
    expect(questionParameters(QUESTION)).toMatchObject({ rows: 'country,industry', filter: ['!country:DE,US', 'direction:import'], top: '20', as_of: 900 })
  })
  it('stays within what the server offers', () => {
    expect(withinOffer(QUESTION, OFFER)).toMatchObject({ rows: ['country'], columns: ['year'], measures: ['amount_usd', 'yoy:amount_usd'] })
    expect(withinOffer({ ...QUESTION, measures: ['joy', 'hhi:amount_usd:planet'] }, OFFER)).toMatchObject({ measures: ['contracts'], order: '' })
  })
  it('can be drawn by its shape', () => {
    expect(possibleCharts({ ...FIRST_QUESTION, rows: ['district'], columns: [] })).toEqual(['bar', 'tile_map', 'table'])
    expect(possibleCharts({ ...FIRST_QUESTION, rows: ['year'], columns: ['country'] })).toEqual(['bar', 'line', 'heat', 'table'])
  })
})

describe('drilling', () => {
  it('goes on to the finer dimension', () => {
    const next = drillQuestion({ ...QUESTION, rows: ['year'], columns: ['country'], filters: [] }, { year: '2024' }, OFFER)
    expect(next).toMatchObject({ rows: ['quarter'], columns: ['country'], filters: [{ dimension: 'year', values: ['2024'] }] })
  })
  it('drops a dimension that has no finer one, unless it is the last', () => {
    expect(drillQuestion({ ...FIRST_QUESTION }, { country: 'DE' }, OFFER)).toMatchObject({ rows: ['direction'], columns: [] })
    expect(drillQuestion({ ...FIRST_QUESTION, columns: [] }, { country: 'DE' }, OFFER)).toMatchObject({ rows: ['country'] })
  })
})

describe('putting a dimension', () => {
  const layout = { rows: ['country', 'industry'], columns: ['year'] }
  it('moves it along, across, and out', () => {
    expect(place(layout, 'industry', { zone: 'rows', at: 0 }, 4)).toEqual({ rows: ['industry', 'country'], columns: ['year'] })
    expect(place(layout, 'country', { zone: 'columns', at: 1 }, 4)).toEqual({ rows: ['industry'], columns: ['year', 'country'] })
    expect(place(layout, 'country', { zone: 'offer', at: 0 }, 4)).toEqual({ rows: ['industry'], columns: ['year'] })
  })
  it('leaves it where it was when it becomes a filter, or finds no room', () => {
    expect(place(layout, 'country', { zone: 'filters', at: 0 }, 4)).toEqual(layout)
    expect(fits(layout, 'mode', 'rows', 3)).toBe(false)
    expect(fits(layout, 'country', 'columns', 3)).toBe(true)
    expect(place(layout, 'mode', { zone: 'rows', at: 0 }, 3)).toEqual(layout)
  })
  it('is led by the arrows, along a shelf and to the next', () => {
    expect(stepped(layout, 'mode', { zone: 'offer', at: 0 }, 'ArrowDown')).toEqual({ zone: 'rows', at: 2 })
    expect(stepped(layout, 'mode', { zone: 'rows', at: 2 }, 'ArrowLeft')).toEqual({ zone: 'rows', at: 1 })
    expect(stepped(layout, 'mode', { zone: 'rows', at: 2 }, 'ArrowRight')).toEqual({ zone: 'rows', at: 2 })
    expect(stepped(layout, 'country', { zone: 'columns', at: 1 }, 'ArrowUp')).toEqual({ zone: 'rows', at: 0 })
    expect(stepped(layout, 'country', { zone: 'rows', at: 0 }, 'Enter')).toBeNull()
  })
})
