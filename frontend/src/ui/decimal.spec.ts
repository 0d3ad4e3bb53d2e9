import { describe, expect, it } from 'vitest'
import { addDecimals } from './decimal'

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
