import { describe, expect, it } from 'vitest'
import { correctableFields } from './correctionTargets'

describe('correctableFields', () => {
  const fields = correctableFields({ number: '26DE', patents: [{ office: 'EP', number: '1' }] }, [
    { pointer: '/contract/number' },
    { pointer: '/contract/keywords/3' },
    { pointer: '/attachments' },
  ])

  it('offers each field once', () => {
    expect(fields.filter((field) => field === '/contract/number')).toHaveLength(1)
  })
  it('offers fields that the contract lacks', () => {
    expect(fields).toContain('/contract/payment/royalty/base')
  })
  it('offers every patent and whatever a finding points at inside the contract', () => {
    expect(fields).toContain('/contract/patents/0/number')
    expect(fields).toContain('/contract/keywords/3')
    expect(fields).not.toContain('/attachments')
  })
})
