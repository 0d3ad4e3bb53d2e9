import { describe, expect, it } from 'vitest'
import { readEvidence } from './evidence'

const PEERS = 'rows=year&measures=contracts,median_amount_usd&filter=direction:import&filter=mode:patent_technology'

describe('evidence', () => {
  it('of an outlier is its value beside its peers, and the question that shows them', () => {
    const told = readEvidence({ unit: 'usd', value: '12000000.00', median: '350000.00', mad: '1.204', scale: 'logarithm', peers: 128, score: '7.31', query: PEERS })
    expect(told.outlier).toEqual({ unit: 'usd', value: '12000000.00', median: '350000.00', peers: 128, times: 34.3, above: true })
    expect(told.peers?.filters.map((one) => [one.dimension, ...one.values])).toEqual([['direction', 'import'], ['mode', 'patent_technology']])
    expect(told.facts).toEqual([{ key: 'mad', value: '1.204' }, { key: 'scale', value: 'logarithm' }, { key: 'score', value: '7.31' }])
  })
  it('says how many times smaller a small value is, and nothing where the median is nought', () => {
    expect(readEvidence({ unit: 'months', value: '6', median: '60', peers: 20 }).outlier).toMatchObject({ times: 10, above: false })
    expect(readEvidence({ unit: 'percent', value: '3', median: '0', peers: 20 }).outlier?.times).toBeNull()
  })
  it('of a contract registered twice leads to the earlier ones', () => {
    const told = readEvidence({ currency: 'USD', total: '100.00', earlier: [{ contract_id: 'c-1', seq: 9, registered_on: '2025-03-01', total: '99.50' }] })
    expect(told.earlier).toEqual([{ id: 'c-1', number: '', registeredOn: '2025-03-01', total: '99.50' }])
    expect(told.facts).toEqual([{ key: 'currency', value: 'USD' }, { key: 'total', value: '100.00' }])
    expect(told.outlier).toBeNull()
  })
  it('of what cannot be are the two days that contradict each other', () => {
    const told = readEvidence({ problems: [{ code: 'end_before_effect', first: '2025-01-01', second: '2026-01-01' }] })
    expect(told.problems).toEqual([{ code: 'end_before_effect', first: '2025-01-01', second: '2026-01-01' }])
    expect(told.facts).toEqual([])
  })
  it('keeps what it does not know', () => {
    expect(readEvidence({ late_days: 400, odd: [3, 4], more: { deep: true }, nothing: null }).facts).toEqual([
      { key: 'late_days', value: '400' }, { key: 'odd', value: '3, 4' }, { key: 'more', value: '{"deep":true}' },
    ])
  })
})
