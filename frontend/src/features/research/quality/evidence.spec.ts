import { describe, expect, it } from 'vitest'
import { readEvidence } from './evidence'

describe('evidence', () => {
  it('of an outlier is its value beside its peers, and the question that shows them', () => {
    const told = readEvidence('amount_outlier', {
      value: '12000000.00', median: '350000.00', peers: 128, score: '7.31',
      query: 'rows=month&measures=contracts&filter=direction:import&filter=mode:patent',
    })
    expect(told.outlier).toEqual({ unit: 'usd', value: '12000000.00', median: '350000.00', peers: 128, times: 34.3, above: true })
    expect(told.peers?.filters.map((one) => [one.dimension, ...one.values])).toEqual([['direction', 'import'], ['mode', 'patent']])
    expect(told.facts).toEqual([{ key: 'score', value: '7.31' }])
  })
  it('says how many times smaller a small value is, and nothing where the median is nought', () => {
    expect(readEvidence('duration_outlier', { value: 6, median: 60, peers: 20 }).outlier).toMatchObject({ times: 10, above: false })
    expect(readEvidence('rate_outlier', { value: '3', median: '0', peers: 20 }).outlier?.times).toBeNull()
  })
  it('of a duplicate leads to the other contract', () => {
    const told = readEvidence('duplicate', { other_contract_id: 'c-1', other_contract_number: '26CNJSY39SZ000001', likeness: '0.96' })
    expect(told.other).toEqual({ id: 'c-1', number: '26CNJSY39SZ000001' })
    expect(told.outlier).toBeNull()
  })
  it('keeps what it does not know', () => {
    const told = readEvidence('impossible_sequence', { rule: 'effective_before_signed', signed_on: '2026-03-01', days: [3, 4], more: { deep: true }, nothing: null })
    expect(told.rule).toBe('effective_before_signed')
    expect(told.facts).toEqual([
      { key: 'signed_on', value: '2026-03-01' }, { key: 'days', value: '3, 4' }, { key: 'more', value: '{"deep":true}' },
    ])
  })
})
