import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils'
import { ElRadioGroup } from 'element-plus'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, loadLanguage } from '@/i18n'
import CompaniesPage from './CompaniesPage.vue'

const APPROVED = { id: 'c1', name: '示例科技', uscc: '913205000000000000', district: '320505', status: 'approved', created_at: '2026-01-05T01:00:00Z' }

beforeAll(async () => {
  await loadLanguage('zh')
  vi.stubGlobal('fetch', (address: string) => {
    const { pathname, searchParams } = new URL(address, 'https://portal.example')
    if (pathname !== '/api/v1/companies') return Promise.resolve(Response.json({ districts: [] }))
    const found = [null, 'approved'].includes(searchParams.get('status'))
    return Promise.resolve(Response.json({ items: found ? [APPROVED] : [], next_cursor: null }))
  })
})
afterAll(() => {
  vi.unstubAllGlobals()
})

async function open(address: string) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/companies', component: CompaniesPage }] })
  await router.push(address)
  const queryClient = new QueryClient()
  const page = mount(CompaniesPage, {
    global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient }]], stubs: { RouterLink: RouterLinkStub } },
  })
  await flushPromises()
  return { page, query: () => router.currentRoute.value.query }
}

describe('the search for a company', () => {
  it('says among which it looked in vain, and looks among all', async () => {
    const { page, query } = await open('/companies?q=示例')
    await vi.waitFor(() => {
      expect(page.text()).toContain('“待审核”中没有符合条件的企业')
    })
    await page.findAll('button').find((button) => button.text() === '在全部企业中查找')?.trigger('click')
    await vi.waitFor(() => {
      expect(page.find('table').text()).toContain('示例科技')
    })
    expect(query()).toEqual({ status: 'all', q: '示例' })
  })

  it('keeps the words that are typed when the status is switched', async () => {
    const { page, query } = await open('/companies')
    await page.find('#companies-words').setValue(' 示例 ')
    page.findComponent(ElRadioGroup).vm.$emit('update:modelValue', 'approved')
    await flushPromises()
    expect(query()).toEqual({ status: 'approved', q: '示例' })
  })
})
