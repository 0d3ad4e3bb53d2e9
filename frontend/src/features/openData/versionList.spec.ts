import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { OpenColumn, OpenDatasetDetail, OpenVersion } from '@/api/types'
import { i18n, loadLanguage } from '@/i18n'
import VersionList from './VersionList.vue'
import './words'

await loadLanguage('zh')
afterEach(() => {
  vi.unstubAllGlobals()
})

const year: OpenColumn = { code: 'year', name: '年份', unit: null }
const contracts: OpenColumn = { code: 'contracts', name: '合同数', unit: 'count' }
const FILES = ['year,contracts,flag\r\n2024,3,\r\n2025,4,\r\n', 'year,contracts,flag\r\n2025,5,\r\n2026,6,\r\n']
const version = (number: number, question_changed: boolean): OpenVersion => ({
  number, period: '2025', as_of: 40 + number, digest: 'ab'.repeat(32), row_count: 2, released_at: '2026-11-29T01:00:00Z',
  changes: { added: 1, changed: 1, removed: 1, question_changed, policy_changed: false },
})

/** The list of a data set with two versions, once the rows of the second are asked for. */
async function compare(columns: OpenColumn[], { questionChanged = false } = {}) {
  vi.stubGlobal('fetch', vi.fn((path: string) => {
    const number = /versions\/(\d)\/data/.exec(path)?.[1]
    if (number !== undefined) return Promise.resolve(new Response(FILES[Number(number) - 1]))
    return Promise.resolve(Response.json(path.includes('/versions') ? { items: [version(2, questionChanged), version(1, false)] } : {}))
  }))
  const set: OpenDatasetDetail = { code: 'trade_by_year', title: '各年', about: '', question: 'rows=year&measures=contracts', latest: null, columns }
  const view = mount(VersionList, { props: { set }, global: { plugins: [i18n, VueQueryPlugin] }, attachTo: document.body })
  await vi.waitFor(() => {
    expect(view.find('button[aria-expanded]').exists()).toBe(true)
  })
  const toggle = view.get('button[aria-expanded]')
  expect([toggle.text(), toggle.attributes('aria-label'), toggle.attributes('aria-expanded')]).toEqual(['查看变动数据', '查看变动数据 第 2 版', 'false'])
  await toggle.trigger('click')
  await flushPromises()
  await vi.waitFor(() => {
    expect(view.get('#row-changes').find('.loading').exists()).toBe(false)
  })
  return { view, toggle }
}

describe('the versions of a data set', () => {
  it('show which rows one changed, where whoever asked is taken', async () => {
    const { view, toggle } = await compare([year, contracts])
    expect([toggle.text(), toggle.attributes('aria-label'), toggle.attributes('aria-controls')]).toEqual(['收起变动数据', '收起变动数据 第 2 版', 'row-changes'])
    expect(document.activeElement?.id).toBe('row-changes')
    const rows = view.findAll('#row-changes tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))
    expect(rows).toEqual([['修改', '2025', '4 → 5'], ['新增', '2026', '6'], ['删除', '2024', '3']])
    view.unmount()
  })
  it('say why rows are not compared: other columns today, or another question', async () => {
    const today = await compare([{ ...year, code: 'month' }, contracts])
    expect(today.view.get('#row-changes').text()).toContain('与现行数据集不同')
    today.view.unmount()
    const question = await compare([{ ...year, code: 'month' }, contracts], { questionChanged: true })
    expect(question.view.get('#row-changes').text()).toContain('统计口径不同')
    question.view.unmount()
  })
})
