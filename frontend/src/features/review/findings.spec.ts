import { describe, expect, it } from 'vitest'
import { bySeverity, catalogueHits, locatePassage, plainEvidence, severityCounts } from './findings'

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
  const item = { item_no: '183506X', name: '无人机技术', class: 'restricted', control_point: '…', passage: '飞行控制', edition: '2023' }

  it('is read from a list of hits', () => {
    expect(catalogueHits({ hits: [item] })[0]).toMatchObject({ itemNumber: '183506X', passage: '飞行控制' })
  })
  it('is read from a single hit', () => {
    expect(catalogueHits(item)).toHaveLength(1)
  })
  it.each([null, 'x', 3, {}, { hits: 'no' }, { hits: [null, 1] }])('%j holds none', (evidence) => {
    expect(catalogueHits(evidence)).toEqual([])
  })
})

describe('plain evidence', () => {
  it('shows words, numbers and lists of words', () => {
    expect(plainEvidence({ expected: 'DE', days: 3, same: ['a', 'b'], deep: {} })).toEqual([
      ['expected', 'DE'],
      ['days', '3'],
      ['same', 'a、b'],
    ])
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
