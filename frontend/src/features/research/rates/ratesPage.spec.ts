import { VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Component } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { RateEdition } from '@/api/types'
import { i18n, loadLanguage } from '@/i18n'
import RatesMissing from './RatesMissing.vue'
import RatesPage from './RatesPage.vue'

const { role } = vi.hoisted(() => ({ role: { value: 'system_admin' } }))
vi.mock('@/session', () => ({ useSession: () => ({ hasRole: (...roles: string[]) => roles.includes(role.value) }) }))
await loadLanguage('zh')
afterEach(() => {
  role.value = 'system_admin'
  vi.unstubAllGlobals()
})

/** The table that a real portal begins with: no months. */
const EMPTY: RateEdition = { number: 0, version: 'none', source: '', months: null, currencies: 0, loaded_seq: 0, loaded_at: '2026-11-29T01:00:00Z' }

async function open(component: Component) {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(Response.json({ items: [EMPTY] }))))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:path(.*)*', component: { render: () => null } }] })
  const view = mount(component, { global: { plugins: [i18n, router, VueQueryPlugin], stubs: { RatesLoader: true } } })
  await vi.waitFor(() => {
    expect(view.text()).toContain('尚未载入汇率')
  })
  return view
}

describe('a portal without exchange rates', () => {
  it('says so where the administrator begins, and leads to the page', async () => {
    const view = await open(RatesMissing)
    expect(view.text()).toContain('请在作出首件登记决定前载入官方汇率表。未载入汇率期间')
    expect(view.get('a').attributes()).toMatchObject({ href: '/exchange-rates' })
  })
  it('names no edition in use', async () => {
    const view = await open(RatesPage)
    expect(view.text()).toContain('请在作出首件登记决定前载入官方汇率表。')
    expect(view.get('tbody tr').text()).toContain('无汇率')
    expect(view.text()).not.toContain('使用中')
  })
  it('asks whoever cannot load them to turn to the administrator', async () => {
    role.value = 'researcher'
    const view = await open(RatesPage)
    expect(view.text()).toContain('请联系系统管理员。')
    expect(view.text()).not.toContain('前载入官方汇率表')
  })
})
