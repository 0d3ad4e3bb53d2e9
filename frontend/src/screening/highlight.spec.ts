import { describe, expect, it } from 'vitest'
import { segments } from './highlight'

describe('segments', () => {
  it('marks what agrees, counted from the beginning of the field', () => {
    expect(segments('飞行控制软件', 10, [[10, 14]])).toEqual([
      { text: '飞行控制', marked: true },
      { text: '软件', marked: false },
    ])
  })
  it('counts characters, not UTF-16 units', () => {
    expect(segments('𠮷磷酸铁锂', 0, [[1, 5]])).toEqual([
      { text: '𠮷', marked: false },
      { text: '磷酸铁锂', marked: true },
    ])
  })
  it('stays inside the passage whatever the places say', () => {
    expect(segments('甲乙', 5, [[6, 99]])).toEqual([
      { text: '甲', marked: false },
      { text: '乙', marked: true },
    ])
    expect(segments('甲乙', 0, [])).toEqual([{ text: '甲乙', marked: false }])
  })
})
