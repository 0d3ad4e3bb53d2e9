import { describe, expect, it } from 'vitest'
import { figureNumber, figureOf, figureText, isAdditive, NO_FIGURE, shortText } from './figures'

const cell = { contracts: 0, amount_usd: null, rate: null, suppressed: ['rate'] }
const measure = (code: string, unit: string) => ({ code, name: code, unit })

describe('a figure', () => {
  it('tells zero, undefined, withheld and absent apart', () => {
    expect(figureOf(cell, 'contracts')).toEqual({ state: 'value', value: 0 })
    expect(figureOf(cell, 'amount_usd')).toEqual({ state: 'undefined' })
    expect(figureOf(cell, 'rate')).toEqual({ state: 'withheld' })
    expect(figureOf({ contracts: null, suppressed: true }, 'contracts')).toEqual({ state: 'withheld' })
    expect(figureOf(undefined, 'contracts')).toEqual({ state: 'absent' })
  })
  it.each([
    ['1250000.00', 'usd', '1,250,000.00'],
    [0, 'count', '0'],
    ['-1234.5', 'usd', '-1,234.5'],
    ['9007199254740993.01', 'usd', '9,007,199,254,740,993.01'],
    ['0.8123', 'ratio', '81.23%'],
    ['3.5000', 'percent', '3.50%'],
  ])('%j %s is written %s', (value, unit, text) => {
    expect(figureText({ state: 'value', value }, unit, '⊘')).toBe(text)
  })
  it('is a dash, or the words for withheld, where there is none', () => {
    expect(figureText({ state: 'undefined' }, 'usd', '⊘ 不予公布')).toBe(NO_FIGURE)
    expect(figureText({ state: 'withheld' }, 'usd', '⊘ 不予公布')).toBe('⊘ 不予公布')
  })
  it('keeps a missing figure missing instead of making it zero', () => {
    expect(figureNumber({ state: 'withheld' })).toBeNull()
    expect(figureNumber({ state: 'value', value: '2.5' })).toBe(2.5)
  })
})

describe('the words of a chart', () => {
  it('stack only what adds up: a median amount does not', () => {
    expect(isAdditive(measure('amount_usd', 'usd'))).toBe(true)
    expect(isAdditive(measure('median_amount_usd', 'usd'))).toBe(false)
    expect(isAdditive(measure('mean_royalty_rate', 'percent'))).toBe(false)
  })
  it('are short in the reader’s language', () => {
    expect(shortText(12000, 'usd', 'zh-CN')).toBe('1.2万')
    expect(shortText(12000, 'usd', 'en')).toBe('12K')
    expect(shortText(0.25, 'ratio', 'en')).toBe('25%')
  })
})
