import { describe, expect, it } from 'vitest'
import { bySeverity, evidenceFacts, otherHolder, severityCounts } from './findings'

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

describe('the holder of the certificate', () => {
  it('is another company only where the checks say so', () => {
    const told = (evidence: unknown) => otherHolder([{ code: 'rate.missing', evidence: null }, { code: 'company.not_filer', evidence }])
    expect(told({ found: '91320594MA1X0A01K7', filer: '91320583MA1X0B02LL', mandate: false })).toEqual({ code: '91320594MA1X0A01K7', mandate: false })
    expect(told({ found: '91320594MA1X0A01K7', mandate: true })?.mandate).toBe(true)
    expect(told(null)).toBeNull()
    expect(otherHolder([{ code: 'rate.missing', evidence: { found: 'USD' } }])).toBeNull()
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
