import { describe, expect, it } from 'vitest'
import { axisText, figureNumber, figureText, isAdditive, NO_FIGURE } from './figures'

describe('figureText', () => {
  it.each([
    ['1250000.00', '1,250,000.00'],
    [1000, '1,000'],
    [0, '0'],
    ['-1234.5', '-1,234.5'],
    ['9007199254740993.01', '9,007,199,254,740,993.01'],
    [null, NO_FIGURE],
    ['n/a', 'n/a'],
  ])('%j → %s', (value, expected) => {
    expect(figureText(value)).toBe(expected)
  })
})

describe('figureText of a share', () => {
  it('is a percentage', () => {
    expect(figureText('0.8123', 'ratio')).toBe('81.23%')
    expect(figureText(null, 'ratio')).toBe(NO_FIGURE)
  })
})

describe('figureNumber', () => {
  it('keeps a missing figure missing instead of making it zero', () => {
    expect(figureNumber(null)).toBeNull()
    expect(figureNumber('')).toBeNull()
    expect(figureNumber('2.5')).toBe(2.5)
  })
})

describe('chart wording', () => {
  it('stacks only what adds up', () => {
    expect(isAdditive('usd')).toBe(true)
    expect(isAdditive('percent')).toBe(false)
  })
  it('shortens axis labels in the reader’s language', () => {
    expect(axisText(12000, 'usd', 'zh-CN')).toBe('1.2万')
    expect(axisText(12000, 'usd', 'en')).toBe('12K')
    expect(axisText(0.25, 'ratio', 'en')).toBe('25%')
  })
})
