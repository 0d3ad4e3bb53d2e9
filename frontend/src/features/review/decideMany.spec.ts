import { describe, expect, it } from 'vitest'
import { afterDeciding } from './decideMany'

describe('what became of many decisions', () => {
  it('counts those done and names those that were not', () => {
    const items = [
      { id: 'a', decided: true, code: null },
      { id: 'b', decided: false, code: 'four_eyes' },
    ]
    expect(afterDeciding(items, [{ id: 'b', contract_name: '合同乙', contract_number: null }])).toEqual({
      done: 1,
      failed: [{ id: 'b', name: '合同乙', code: 'four_eyes' }],
    })
  })
})
