import { describe, expect, it } from 'vitest'
import { addDecimals, percentOf } from './decimal'

describe('sums of decimal text', () => {
  it('are exact whatever their precision', () => {
    expect(addDecimals('0.10', '0.2')).toBe('0.30')
    expect(addDecimals('400000.00', '123456789012345678.99')).toBe('123456789012745678.99')
    expect(addDecimals('5', '7')).toBe('12')
    expect(addDecimals('0.05', '0.04')).toBe('0.09')
  })
  it('count what is no number as nothing', () => {
    expect(addDecimals('3.50', '')).toBe('3.50')
    expect(addDecimals('x', '2')).toBe('2')
  })
})

describe('shares of decimal text', () => {
  it('are whole percents, rounded down, so that only all of it is all of it', () => {
    expect(percentOf('43000.00', '86000.00')).toBe(50)
    expect(percentOf('85999.99', '86000.00')).toBe(99)
    expect(percentOf('86000.00', '86000')).toBe(100)
    expect(percentOf('1', '3.0')).toBe(33)
    expect(percentOf('0.00', '86000.00')).toBe(0)
  })
  it('stay between nothing and all', () => {
    expect(percentOf('80000.00', '50000.00')).toBe(100)
    expect(percentOf('1.00', '0.00')).toBe(0)
    expect(percentOf('x', '1')).toBe(0)
  })
})
