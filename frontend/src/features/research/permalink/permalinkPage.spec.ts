import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, loadLanguage } from '@/i18n'
import PermalinkPage from './PermalinkPage.vue'

await loadLanguage('zh')
afterEach(() => {
  vi.unstubAllGlobals()
})

const LINK = {
  id: '0123456789ABCDEFGHJK', url: 'https://portal.example/p/0123456789ABCDEFGHJK', query: 'rows=country&measures=contracts', as_of: 4711,
  audience: 'cleared', digest: 'ab'.repeat(32), citation: '苏州技术进出口在线备案平台，国家，截至登记簿第 4711 号记录',
  answer: { as_of: 4711, latest_month: '2026-11', dimensions: ['country'], measures: ['contracts'], cells: [], margins: [], totals: {}, without_rate: 0, disclosure: null },
}
const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ status, code, request_id: 'r-1' }), { status, headers: { 'content-type': 'application/problem+json' } })

async function open(answer: Response) {
  vi.stubGlobal('fetch', vi.fn((path: string) => Promise.resolve(path.includes('/permalinks/') ? answer : Response.json({ dimensions: [], measures: [], bases: [] }))))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:path(.*)*', component: { render: () => null } }] })
  const view = mount(PermalinkPage, { props: { id: LINK.id }, global: { plugins: [i18n, router, VueQueryPlugin] } })
  await flushPromises()
  await vi.waitFor(() => {
    expect(view.find('.loading').exists()).toBe(false)
  })
  return view
}

describe('a permanent link', () => {
  it('shows that the figures are those that were cited, and the words to cite them by', async () => {
    const view = await open(Response.json(LINK))
    expect(view.text()).toContain('与引用时逐字相同')
    expect(view.get('blockquote').text()).toBe(LINK.citation)
    expect(view.text()).toContain(LINK.digest)
  })
  it('warns where they are others now, and shows none in their place', async () => {
    const view = await open(problem(409, 'figures_differ'))
    expect(view.get('[role="alert"]').text()).toContain('请勿引用')
    expect(view.text()).toContain('r-1')
    expect(view.find('blockquote').exists()).toBe(false)
  })
  it('says of a link that there is none', async () => {
    const view = await open(problem(404, 'not_found'))
    expect(view.text()).toContain('没有这个固定链接')
    expect(view.find('[role="alert"]').exists()).toBe(false)
  })
})
