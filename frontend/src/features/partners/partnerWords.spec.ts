import { describe, expect, it } from 'vitest'
import chinese from '@/i18n/zh/partners'
import { BODIES, grantable, offered } from './partnerWords'

describe('what a side may be granted', () => {
  it('lets only companies file, and only banks record payments', () => {
    expect(grantable(null)).toContain('filings:write')
    for (const body of BODIES) {
      expect(grantable(body)).not.toContain('filings:write')
      expect(grantable(body).includes('payments:write')).toBe(body === 'bank')
    }
  })
  it('has words for every scope and every body', () => {
    const scopes = new Set([null, ...BODIES].flatMap((body) => grantable(body)))
    expect([...scopes].map((scope) => scope.replace(':', '_')).sort()).toEqual(Object.keys(chinese.scope).sort())
    expect(Object.keys(chinese.body).sort()).toEqual([...BODIES].sort())
  })
  it('keeps what is held although it could not be granted today', () => {
    expect(offered({ grantable: ['filings:read'], scopes: ['filings:read', 'research:read'] })).toEqual(['filings:read', 'research:read'])
  })
})
