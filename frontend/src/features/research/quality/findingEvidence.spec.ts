import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { i18n, loadLanguage } from '@/i18n'
import FindingEvidence from './FindingEvidence.vue'

await loadLanguage('zh')
afterEach(() => {
  vi.unstubAllGlobals()
})

const named = (code: string, name: string) => ({ code, name })
const OFFER = {
  dimensions: [{ ...named('direction', '方向'), parent: null, values: [named('import', '进口')] }, { ...named('industry', '行业'), parent: null, values: [named('27', '医药制造业')] }],
  measures: [], bases: [],
}

async function told(detector: string, evidence: Record<string, unknown>) {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(Response.json(OFFER))))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:path(.*)*', component: { render: () => null } }] })
  const view = mount(FindingEvidence, { props: { detector, evidence }, global: { plugins: [i18n, router, VueQueryPlugin] } })
  await flushPromises()
  return view
}

describe('grounds in words', () => {
  it('set a value beside its peers, and lead to them', async () => {
    const query = 'rows=year&measures=contracts&filter=direction:import&filter=industry:27'
    const view = await told('amount_outlier', { unit: 'usd', value: '12000000.00', median: '350000.00', peers: 128, score: '7.31', scale: 'logarithm', query })
    expect(view.text()).toContain('登记值为 12,000,000.00 美元，是 128 份同类合同中位数（350,000.00 美元）的 34.3 倍。')
    await vi.waitFor(() => {
      expect(view.text()).toContain('进口 · 医药制造业')
    })
    expect(decodeURIComponent(view.get('a').attributes('href') ?? '')).toBe('/research/workbench?rows=year&measures=contracts&filter=direction:import&filter=industry:27')
    expect(view.text()).toContain('对数')
  })
  it('name what cannot be, with its days', async () => {
    const view = await told('impossible_sequence', { problems: [{ code: 'end_before_effect', first: '2025-01-02', second: '2026-01-01' }, { code: 'new_rule', first: '', second: '' }] })
    expect(view.findAll('li').map((one) => one.text())).toEqual(['终止日期（2025年1月2日）早于生效日期（2026年1月1日）。', 'new_rule'])
  })
})
