import { describe, expect, it } from 'vitest'
import { effectsFor, isEffect, isTask, kindOf, requestOf, tasksFor } from './tasks'

describe('what a company may begin', () => {
  it('says to the service what was chosen', () => {
    expect(kindOf('settlement')).toBe('amendment')
    expect(requestOf('settlement', null)).toEqual({ settlement: {} })
    expect(requestOf('closure', 'resumption')).toEqual({ closure: { effect: 'resumption' } })
    expect(requestOf('amendment', null)).toEqual({})
  })
  it('offers what the state of the contract allows', () => {
    expect(tasksFor({ status: 'terminated' })).toEqual([])
    expect(tasksFor({ status: 'in_force' })).toContain('settlement')
    expect(effectsFor({ status: 'suspended' })).toEqual(['resumption', 'termination'])
    expect(effectsFor({ status: 'in_force' })).not.toContain('resumption')
  })
  it('reads addresses carefully', () => {
    expect(isTask('closure')).toBe(true)
    expect(isTask('dance')).toBe(false)
    expect(isEffect(undefined)).toBe(false)
  })
})
