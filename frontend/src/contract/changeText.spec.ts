import { describe, expect, it } from 'vitest'
import { changeText } from './changeText'

describe('a changed value as text', () => {
  it('reads lists and objects, and says nothing of nothing', () => {
    expect(changeText(null)).toBe('')
    expect(changeText(['甲', '乙'])).toBe('甲；乙')
    expect(changeText([{ office: 'CN', number: '1', ipc: [] }])).toBe('CN，1')
    expect(changeText(false)).toBe('false')
  })
})
