import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import OwnQuality from './OwnQuality.vue'

const NEWEST = '2026-10'
const FAILING = '2026-07'

beforeAll(async () => {
  await loadLanguage('zh')
  vi.stubGlobal('fetch', (address: string) => {
    const month = new URL(address, 'https://portal.example').searchParams.get('month') ?? NEWEST
    if (month === FAILING) return Promise.resolve(Response.json({ code: 'internal' }, { status: 500 }))
    const line = { month, facts: Number(month.slice(5)), late_share: null, asked: 0, corrected: 0, reported: 0 }
    return Promise.resolve(Response.json(line))
  })
})
afterAll(() => {
  vi.unstubAllGlobals()
})

async function open() {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const card = mount(OwnQuality, {
    global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]], stubs: { RouterLink: RouterLinkStub } },
  })
  await vi.waitFor(async () => {
    await flushPromises()
    expect(card.find('strong').text()).toBe(NEWEST)
  })
  const arrow = (name: string) => card.find(`button[aria-label="${name}"]`)
  return { card, arrow }
}

describe('the quality of a company’s own data', () => {
  it('counts the steps from the month that was chosen, not from the one on screen', async () => {
    const { card, arrow } = await open()
    expect(arrow('下一月 2026-11').attributes('disabled')).toBeDefined()
    await arrow('上一月 2026-09').trigger('click')
    await arrow('上一月 2026-08').trigger('click')
    expect(card.find('strong').text()).toBe('2026-08')
    await vi.waitFor(() => {
      expect(card.find('dd').text()).toBe('8')
    })
    expect(arrow('下一月 2026-09').attributes('disabled')).toBeUndefined()
  })

  it('lets one step on from a month that failed', async () => {
    const { card, arrow } = await open()
    for (const month of ['2026-09', '2026-08', FAILING]) await arrow(`上一月 ${month}`).trigger('click')
    await vi.waitFor(() => {
      expect(card.find('[role=alert]').exists()).toBe(true)
    })
    await arrow('上一月 2026-06').trigger('click')
    await vi.waitFor(() => {
      expect(card.find('dd').text()).toBe('6')
    })
    expect(card.find('[role=alert]').exists()).toBe(false)
  })
})
