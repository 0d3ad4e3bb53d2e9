import { describe, expect, it } from 'vitest'
import { bySeverity, evidenceFacts, severityCounts } from './findings'

describe('the order of findings', () => {
  it('is errors, warnings, notes, and stable inside each', () => {
    const findings = [
      { severity: 'info', code: 'a' },
      { severity: 'warning', code: 'b' },
      { severity: 'error', code: 'c' },
      { severity: 'warning', code: 'd' },
    ] as const
    expect(bySeverity(findings).map((finding) => finding.code)).toEqual(['c', 'b', 'd', 'a'])
    expect(severityCounts(findings)).toEqual({ error: 1, warning: 2, info: 1 })
  })
})

describe('other evidence', () => {
  it('is named values', () => {
    expect(evidenceFacts({ last_day: '2026-11-10', days: 73, deep: {}, none: null })).toEqual([
      { name: 'last_day', value: '2026-11-10' },
      { name: 'days', value: '73' },
    ])
  })
  it('names the parts of a contract number that disagree', () => {
    expect(evidenceFacts({ parts: [{ part: 'country', found: 'US', expected: 'DE' }] })).toEqual([
      { name: 'country', value: 'US → DE' },
    ])
  })
  it('lists similar contracts and earlier filings one by one', () => {
    expect(evidenceFacts({ similar: [{ number: '26DE', name: '许可合同', signed_on: '2026-01-01' }], earlier: ['a', 'b'] })).toEqual([
      { name: 'similar', value: '26DE · 许可合同 · 2026-01-01' },
      { name: 'earlier', value: 'a' },
      { name: 'earlier', value: 'b' },
    ])
  })
  it('leaves catalogue hits to their own view', () => {
    expect(evidenceFacts({ edition: '2023', hits: [{ item_no: '1' }] })).toEqual([])
  })
})
