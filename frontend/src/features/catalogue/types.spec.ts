import { describe, expect, it } from 'vitest'
import { isEmpty, itemKey, todayInShanghai, type CatalogueItem } from './types'

const item: CatalogueItem = {
  direction: 'export',
  class: 'restricted',
  item_no: null,
  industry: null,
  name: '无人机技术',
  control_points: null,
  source: '',
  status: '',
}

describe('a difference', () => {
  it('is empty when nothing controlled changes, however much stays', () => {
    expect(isEmpty({ added: [], removed: [], changed: [], unchanged: 40 })).toBe(true)
    expect(isEmpty({ added: [item], removed: [], changed: [], unchanged: 0 })).toBe(false)
  })
  it('tells items of the same name in two classes apart', () => {
    expect(itemKey(item)).not.toBe(itemKey({ ...item, class: 'prohibited' }))
  })
})

describe('today', () => {
  it('is the day in Shanghai', () => {
    expect(todayInShanghai(new Date('2026-11-23T16:30:00Z'))).toBe('2026-11-24')
    expect(todayInShanghai(new Date('2026-11-23T15:30:00Z'))).toBe('2026-11-23')
  })
})
