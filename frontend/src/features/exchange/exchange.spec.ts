import { describe, expect, it } from 'vitest'
import { fileFault, listsOf, questionOf, type Counts } from './exchange'

const counts: Counts = { rows: 3, contracts: 3, same: 1, differing: 1, ours_only: 0, theirs_only: 2, problems: 0 }

describe('a comparison', () => {
  it('offers the lists that have something in them', () => {
    expect(listsOf({ counts })).toEqual(['differing', 'theirs_only'])
    expect(listsOf({ counts: { ...counts, differing: 0, theirs_only: 0 } })).toEqual([])
  })
  it('becomes a question that names each difference, and nothing as nothing', () => {
    const say = (key: string, words: Record<string, string>) => `${key} ${Object.values(words).join('|')}`.trim()
    const fields = [
      { field: 'total', name: '合同总价', ours: '1250000.00', theirs: '1.00' },
      { field: 'name', name: '合同名称', ours: '甲', theirs: null },
    ]
    expect(questionOf({ number: '26DEJSY39SZ000001', row: 2, fields }, '商务部', say)).toBe(
      [
        'exchange.question.lead 商务部',
        'exchange.question.line 合同总价|1250000.00|1.00',
        'exchange.question.line 合同名称|甲|exchange.nothing',
        'exchange.question.end',
      ].join('\n'),
    )
  })
})

describe('a file', () => {
  it('is a table of a size that is taken', () => {
    expect(fileFault({ name: '对账.CSV', size: 10 })).toBeNull()
    expect(fileFault({ name: 'a.xlsx', size: 10 })).toBeNull()
    expect(fileFault({ name: 'a.pdf', size: 10 })).toBe('type')
    expect(fileFault({ name: 'a.csv', size: 0 })).toBe('empty')
    expect(fileFault({ name: 'a.csv', size: 20 * 1024 * 1024 + 1 })).toBe('too_large')
  })
})
