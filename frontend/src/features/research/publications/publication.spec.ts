import { describe, expect, it } from 'vitest'
import { fileName, lastPeriod, readKind, type Publication } from './publication'

describe('publications', () => {
  it.each([
    ['monthly_brief', '2026-12-05', '2026-11'],
    ['monthly_brief', '2027-01-01', '2026-12'],
    ['quality_notice', '2026-03-31', '2026-02'],
    ['yearly_report', '2026-12-31', '2025'],
  ] as const)('of the kind %s are, on %s, of %s', (kind, today, period) => {
    expect(lastPeriod(kind, today)).toBe(period)
  })
  it('are narrowed by a kind that there is, or by none', () => {
    expect(readKind('yearly_report')).toBe('yearly_report')
    expect(readKind('weekly')).toBe('')
  })
  it('are files that tell the internal edition from the public one', () => {
    const one: Publication = { id: '1', kind: 'monthly_brief', period: '2026-11', audience: 'cleared', as_of: 9, digest: '', published_at: '', title: '' }
    expect(fileName(one, 'zh-CN')).toBe('monthly-brief-2026-11-internal-zh-CN.pdf')
    expect(fileName({ ...one, audience: 'protected' }, 'en')).toBe('monthly-brief-2026-11-en.pdf')
  })
})
