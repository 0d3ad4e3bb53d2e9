import { describe, expect, it } from 'vitest'
import { companyParameters, mayApproveCompanies, readCompanyFilter, readCompanyWords, writeCompanyFilter } from './companyList'

describe('the company list in the address', () => {
  it('begins with those that wait for approval', () => {
    expect(readCompanyFilter({})).toBe('pending')
    expect(readCompanyFilter({ status: 'nonsense' })).toBe('pending')
    expect(writeCompanyFilter('pending')).toEqual({})
  })
  it('asks for no status when all are wanted', () => {
    expect(readCompanyFilter({ status: 'all' })).toBe('all')
    expect(companyParameters('all')).toEqual({})
    expect(companyParameters('approved')).toEqual({ status: 'approved' })
  })
  it('keeps the words beside the status', () => {
    expect(readCompanyWords({ q: ' 示例 ' })).toBe('示例')
    expect(readCompanyWords({})).toBe('')
    expect(writeCompanyFilter('all', '示例')).toEqual({ status: 'all', q: '示例' })
    expect(companyParameters('all', '示例')).toEqual({ q: '示例' })
  })
})

describe('mayApproveCompanies', () => {
  it.each([
    ['approver', true],
    ['desk_manager', true],
    ['reviewer', false],
    [null, false],
  ] as const)('%s → %s', (role, expected) => {
    expect(mayApproveCompanies(role)).toBe(expected)
  })
})
