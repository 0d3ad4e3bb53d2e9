import { describe, expect, it } from 'vitest'
import { judgementBody, judgementFaults } from './judgement'

describe('judgementFaults', () => {
  it('wants an outcome and an opinion', () => {
    expect(judgementFaults('decide', { outcome: null, opinion: ' ' })).toEqual(['outcomeMissing', 'opinionMissing'])
    expect(judgementFaults('recommend', { outcome: 'register', opinion: '齐全' })).toEqual([])
  })
  it('wants grounds for a refusal', () => {
    expect(judgementFaults('decide', { outcome: 'refuse', opinion: '不符' })).toEqual(['groundsMissing'])
    expect(judgementFaults('decide', { outcome: 'refuse', opinion: '不符', grounds: ['prohibited'] })).toEqual([])
  })
  it('wants no outcome for a referral', () => {
    expect(judgementFaults('refer', { outcome: null, opinion: '涉及限制条目' })).toEqual([])
  })
  it('limits the length', () => {
    expect(judgementFaults('refer', { outcome: null, opinion: '字'.repeat(2001) })).toEqual(['opinionTooLong'])
  })
})

describe('judgementBody', () => {
  it('sends what each action takes and nothing else', () => {
    expect(judgementBody('decide', { outcome: 'refuse', opinion: ' 不符 ', grounds: ['prohibited'] })).toEqual({ outcome: 'refuse', opinion: '不符', grounds: ['prohibited'] })
    expect(judgementBody('refer', { outcome: 'refuse', opinion: '转办' })).toEqual({ opinion: '转办' })
  })
})
