import { describe, expect, it } from 'vitest'
import type { MandateView } from '@/api/types'
import { principalsOf, readKept } from './actingFor'

describe('for whom an agent acts', () => {
  it('is remembered for the same person only', () => {
    const kept = JSON.stringify({ person: 'u1', id: 'c1', name: '苏州甲公司' })
    expect(readKept(kept, 'u1')).toEqual({ id: 'c1', name: '苏州甲公司' })
    expect(readKept(kept, 'u2')).toBeNull()
  })
  it('is one’s own company where nothing useful was kept', () => {
    for (const text of [null, '', '{', '[]', '{"person":"u1"}', '{"person":"u1","id":1,"name":"x"}']) {
      expect(readKept(text, 'u1')).toBeNull()
    }
  })
  it('names each company once, however many mandates it gave', () => {
    const mandate = (id: string, name: string) => ({ company: { id, name } }) as MandateView
    const found = principalsOf([mandate('b', '乙'), mandate('a', '甲'), mandate('b', '乙')])
    expect(found.map((one) => one.id).sort()).toEqual(['a', 'b'])
  })
})
