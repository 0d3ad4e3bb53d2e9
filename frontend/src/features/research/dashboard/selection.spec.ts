import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { growthOf } from './growth'
import { downOf } from './panelShape'
import { CLOSED_PRESETS, crumbsOf, drillInto, newestMonth, presetOf, presetPeriod, readSelection, selectionParameters, writeSelection } from './selection'

const DIMENSIONS = new Set(['country', 'industry', 'strategic_field'])
const EVERYTHING = readSelection({})
const read = (query: unknown) => readSelection(query as LocationQuery)

describe('a selection in the address', () => {
  it('reads back what it wrote', () => {
    const selection = read({ from: '2023-01', to: '2024-06', filter: ['industry:39', 'country:DE,US'], as_of: '812' })
    expect(read(writeSelection(selection))).toEqual(selection)
    expect(writeSelection(EVERYTHING)).toEqual({})
  })
  it('drops what is no month and no entry, turns a period round, and takes no filter on time', () => {
    expect(read({ from: '2024-13', to: 'x', as_of: '-1', filter: 'year:2024' })).toEqual(EVERYTHING)
    expect(read({ from: '2024-05', to: '2024-01' })).toMatchObject({ from: '2024-01', to: '2024-05' })
  })
  it('asks the server in one spelling', () => {
    expect(selectionParameters(read({ filter: ['industry:39', 'country:US,DE'] }), 'overview')).toEqual({ from: '', to: '', filter: ['country:DE,US', 'industry:39'], as_of: null })
  })
  it('asks which suppliers only where suppliers are listed, and keeps it on the way', () => {
    const selection = read({ supplier: 'not_established,newcomer,large', filter: 'country:DE' })
    expect(writeSelection(selection)).toEqual({ filter: ['country:DE'], supplier: 'newcomer,not_established' })
    expect(selectionParameters(selection, 'suppliers')).toMatchObject({ supplier: 'newcomer,not_established' })
    expect(selectionParameters(selection, 'countries')).not.toHaveProperty('supplier')
    expect(crumbsOf(selection).map((crumb) => crumb.selection.suppliers)).toEqual([selection.suppliers, selection.suppliers])
  })
})

describe('presets', () => {
  it('are seen from the newest month', () => {
    expect(presetPeriod('before', '2026-03')).toEqual({ from: '2025-01', to: '2025-12' })
    expect(presetPeriod('five', '2026-03')).toEqual({ from: '2021-04', to: '2026-03' })
  })
  it('are of closed years for whom only those are told', () => {
    const latest = newestMonth({ audience: 'protected', latest_month: '2026-01' })
    expect(latest).toBe('2025-12')
    expect(CLOSED_PRESETS.map((one) => presetPeriod(one, latest))).toEqual([
      { from: '', to: '' },
      { from: '2024-01', to: '2024-12' },
      { from: '2021-01', to: '2025-12' },
      { from: '2000-01', to: '2025-12' },
    ])
    expect(newestMonth({ audience: 'protected', latest_month: null })).toBe('')
    expect(newestMonth({ audience: 'cleared', latest_month: '2026-03' })).toBe('2026-03')
  })
  it('know themselves again', () => {
    expect(presetOf(EVERYTHING, '2026-03')).toBe('default')
    expect(presetOf({ ...EVERYTHING, from: '2026-01', to: '2026-03' }, '2026-03')).toBe('year')
    expect(presetOf({ ...EVERYTHING, from: '2026-02', to: '2026-03' }, '2026-03')).toBeNull()
  })
})

describe('drilling', () => {
  it('turns a time into the period and the rest into filters, last chosen last', () => {
    const once = drillInto(EVERYTHING, { strategic_field: 'new_energy' }, DIMENSIONS)
    const twice = drillInto(once, { year: '2024', country: 'DE' }, DIMENSIONS)
    expect(writeSelection(twice)).toEqual({ from: '2024-01', to: '2024-12', filter: ['strategic_field:new_energy', 'country:DE'] })
  })
  it('leads nowhere from what is no dimension, and from nothing', () => {
    expect(drillInto(EVERYTHING, { ipc: 'H01L', country: '' }, DIMENSIONS)).toEqual(EVERYTHING)
  })
  it('has a way back, step by step', () => {
    const selection = read({ from: '2024-01', to: '2024-12', filter: ['country:DE', 'industry:39'], as_of: '9' })
    expect(crumbsOf(selection).map((crumb) => writeSelection(crumb.selection))).toEqual([
      { as_of: '9' },
      { from: '2024-01', to: '2024-12', as_of: '9' },
      { from: '2024-01', to: '2024-12', filter: ['country:DE'], as_of: '9' },
      writeSelection(selection),
    ])
  })
})

describe('growth', () => {
  it.each([
    ['0.1234', { direction: 'up', sign: '▲', text: '12.3%' }],
    ['-0.5', { direction: 'down', sign: '▼', text: '50.0%' }],
    ['0.0001', { direction: 'level', sign: '—', text: '0.0%' }],
    [null, null],
  ])('%j', (yoy, growth) => {
    expect(growthOf(yoy)).toEqual(growth)
  })
})

describe('a panel’s table', () => {
  it('has as many dimensions down as its question', () => {
    expect(downOf({ query: 'rows=country&columns=direction', dimensions: ['country', 'direction'], kind: 'bar' })).toBe(1)
    expect(downOf({ query: 'rows=country,industry,district', dimensions: ['country', 'industry', 'district'], kind: 'sankey' })).toBe(3)
  })
  it('has series across where a question puts two dimensions down, and everything down in a list of its own', () => {
    expect(downOf({ query: 'rows=month,direction', dimensions: ['month', 'direction'], kind: 'line' })).toBe(1)
    expect(downOf({ query: null, dimensions: ['counterparty', 'country', 'industry'], kind: 'table' })).toBe(3)
  })
})
