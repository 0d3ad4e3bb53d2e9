import { describe, expect, it } from 'vitest'
import { routes } from '@/router'
import { navigationFor } from './navigation'

const paths = (links: { path: string }[]) => links.map((link) => link.path)

describe('the top bar', () => {
  it('shows a visitor the public pages', () => {
    const { everyday, seldom } = navigationFor(routes, null)
    expect(paths(everyday)).toEqual(['/', '/guide', '/service', '/open-data', '/verify'])
    expect(seldom).toEqual([])
  })
  it('shows a company its work, and the public pages behind “more”', () => {
    const { everyday, seldom } = navigationFor(routes, 'company')
    expect(paths(everyday)).toEqual(['/filings', '/contracts', '/mandates', '/research'])
    expect(paths(seldom)).toContain('/verify')
  })
  it('leads a company to figures, and to nothing that is of single contracts', () => {
    const open = (path: string) => routes.find((route) => route.path === path)?.meta?.roles?.includes('company')
    expect(['/research', '/research/analyses/:code', '/research/workbench', '/research/publications', '/p/:id'].map(open)).toEqual([true, true, true, true, true])
    expect(['/research/findings', '/research/findings/:id', '/research/quality/:month', '/exchange-rates'].map(open)).toEqual([false, false, false, false])
  })
  it.each(['reviewer', 'approver', 'desk_manager'] as const)('lets a %s find the register and what was done with', (role) => {
    const { everyday, seldom } = navigationFor(routes, role)
    expect(everyday).toContainEqual({ path: '/contracts', label: 'contracts.register' })
    expect([...paths(everyday), ...paths(seldom)]).toContain('/finished')
    // More than these do not stand in one row at 1280 px.
    expect(everyday.length).toBeLessThanOrEqual(5)
  })
})
