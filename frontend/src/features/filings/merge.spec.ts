import { describe, expect, it } from 'vitest'
import { compare, merged, type Content } from './merge'

const content = (contract: Content['contract'], request: Content['request'] = {}): Content => ({ contract, request })

describe('three versions', () => {
  const base = content({ name: '甲', summary: '旧', amount: { currency: 'EUR', total: '1.00' }, patents: [{ number: '1' }] })
  const mine = content({ name: '乙', summary: '旧', amount: { currency: 'EUR', total: '2.00' }, patents: [{ number: '1' }] }, { reason: '更正' })
  const theirs = content({ name: '丙', summary: '新', amount: { currency: 'EUR', total: '1.00' }, patents: [{ number: '1' }, { number: '2' }] })

  it('tells whose change each field is', () => {
    const by = Object.fromEntries(compare(base, mine, theirs).map((row) => [row.pointer, row.by]))
    expect(by).toEqual({
      '/contract/name': 'both', '/contract/summary': 'theirs', '/contract/amount/total': 'mine', '/contract/patents': 'theirs', '/request/reason': 'mine',
    })
    expect(compare(base, mine, mine)).toEqual([])
    expect(compare(null, mine, theirs).every((row) => row.by === 'both')).toBe(true)
  })

  it('treats nothing and empty alike', () => {
    expect(compare(base, content({ ...base.contract, keywords: [] }), content({ ...base.contract, name_original: '' }))).toEqual([])
  })

  it('takes each field from the side that was chosen', () => {
    const rows = compare(base, mine, theirs)
    const result = merged(mine, theirs, rows, (row) => (row.by === 'both' ? 'theirs' : row.by))
    expect(result).toEqual(content(
      { name: '丙', summary: '新', amount: { currency: 'EUR', total: '2.00' }, patents: [{ number: '1' }, { number: '2' }] }, { reason: '更正' },
    ))
    expect(merged(mine, theirs, rows, () => 'theirs')).toEqual(theirs)
    expect(compare(null, merged(mine, theirs, rows, () => 'mine'), mine)).toEqual([])
  })

  it('removes what one side has emptied', () => {
    const emptied = content({ name: '甲', summary: '旧', patents: [{ number: '1' }] })
    const rows = compare(base, emptied, base)
    expect(compare(null, merged(emptied, base, rows, () => 'mine'), emptied)).toEqual([])
  })
})
