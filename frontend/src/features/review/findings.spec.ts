import { describe, expect, it } from 'vitest'
import { bySeverity, catalogueHits, evidenceFacts, locatePassage, severityCounts } from './findings'

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

describe('catalogue evidence', () => {
  const item = { item_no: '183506X', name: '无人机技术', class: 'restricted', control_point: '…', passage: '飞行控制', score: 70 }

  it('is read with the edition that it was screened against', () => {
    expect(catalogueHits({ edition: '2023', partial: true, hits: [item] })).toEqual([
      {
        itemNumber: '183506X',
        itemName: '无人机技术',
        itemClass: 'restricted',
        controlPoint: '…',
        passage: '飞行控制',
        edition: '2023',
      },
    ])
  })
  it.each([null, 'x', 3, {}, { hits: 'no' }, { hits: [null, 1] }])('%j holds none', (evidence) => {
    expect(catalogueHits(evidence)).toEqual([])
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

describe('locatePassage', () => {
  it('shows the words around the match', () => {
    expect(locatePassage('提供飞行控制软件', '飞行控制')).toEqual({ before: '提供', match: '飞行控制', after: '软件' })
  })
  it('shortens a long text on both sides', () => {
    const found = locatePassage(`${'前'.repeat(90)}匹配${'后'.repeat(90)}`, '匹配')
    expect(found.before).toBe(`…${'前'.repeat(36)}`)
    expect(found.after).toBe(`${'后'.repeat(36)}…`)
  })
  it('gives the passage alone when it is not in the text', () => {
    expect(locatePassage('abc', 'x')).toEqual({ before: '', match: 'x', after: '' })
  })
})
