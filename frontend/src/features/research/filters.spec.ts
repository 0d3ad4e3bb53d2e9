import { describe, expect, it } from 'vitest'
import { canonicalFilters, readFilters, withFilter, writeFilters } from './filters'
import { readDerived, unitOf, writeDerived } from './measures'
import { fileOf, parametersOf } from './questionText'

describe('filters in an address', () => {
  it('read back what they wrote, in the order in which they were chosen', () => {
    const written = ['industry:39', 'country:DE,US', '!district:320508', 'month:2024-01..2024-12']
    expect(writeFilters(readFilters(written))).toEqual(written)
  })
  it('have one spelling for the server', () => {
    expect(canonicalFilters(readFilters(['industry:39', 'country:US,DE,US']))).toEqual(['country:DE,US', 'industry:39'])
  })
  it('drop what is no filter, and keep the last of two on one dimension', () => {
    expect(writeFilters(readFilters(['x', 'y:', ':z', '<b>:1', 'country:DE', 'country:US']))).toEqual(['country:US'])
  })
  it('change in their place and end without values', () => {
    const filters = readFilters(['country:DE', 'industry:39'])
    expect(writeFilters(withFilter(filters, { dimension: 'country', values: ['JP'], except: true }))).toEqual(['!country:JP', 'industry:39'])
    expect(writeFilters(withFilter(filters, { dimension: 'country', values: [], except: false }))).toEqual(['industry:39'])
  })
})

describe('measures', () => {
  it.each(['share:amount_usd', 'share:amount_usd:row', 'share:contracts:column', 'yoy:contracts', 'mom:amount_usd', 'rank:contracts', 'hhi:amount_usd:country'])('%s is read and written alike', (code) => {
    const derived = readDerived(code)
    expect(derived === null ? null : writeDerived(derived)).toBe(code)
  })
  it.each(['share:amount_usd:total', 'hhi:amount_usd', 'yoy:contracts:country', 'rank:', 'a:b:c:d', 'amount_usd'])('%s derives from nothing', (code) => {
    expect(readDerived(code)).toBeNull()
  })
  it('have a unit', () => {
    expect(['hhi:a:b', 'rank:a', 'yoy:a', 'median_royalty_rate', 'technology_fee_share', 'royalty_due_usd', 'contracts'].map(unitOf)).toEqual(['index', 'rank', 'ratio', 'percent', 'ratio', 'usd', 'count'])
  })
})

describe('a question as text', () => {
  it('becomes parameters, with its several filters', () => {
    expect(parametersOf('rows=country&filter=country:DE&filter=direction:import&measures=hhi:a:b')).toEqual({
      rows: 'country',
      filter: ['country:DE', 'direction:import'],
      measures: 'hhi:a:b',
    })
  })
  it('is a file as of the entry that is on screen', () => {
    expect(fileOf('rows=country', 7, 'sdmx-csv', 'trade')).toEqual({ query: { rows: 'country', as_of: 7, format: 'sdmx-csv' }, name: 'trade-as-of-7.csv' })
  })
})
