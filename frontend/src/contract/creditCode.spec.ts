import { describe, expect, it } from 'vitest'
import { creditCodeState } from './creditCode'

describe('credit code', () => {
  it.each(['91320594MA1X0A01K7', '91320583MA1X0B02LL'])('accepts %s', (code) => {
    expect(creditCodeState(code)).toEqual({ kind: 'good' })
  })
  it('names the expected check character', () => {
    expect(creditCodeState('91320594MA1X0A01K8')).toEqual({ kind: 'check', expected: '7' })
  })
  it('counts while the code is short and refuses letters that the standard leaves out', () => {
    expect(creditCodeState('913205')).toEqual({ kind: 'short', length: 6 })
    expect(creditCodeState('91320594MAIX0A01K7')).toEqual({ kind: 'format' })
    expect(creditCodeState('')).toEqual({ kind: 'empty' })
  })
})
