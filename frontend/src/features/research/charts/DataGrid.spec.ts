import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import DataGrid from './DataGrid.vue'
import { BY_COUNTRY, WORDS } from './fixture'
import { layOut } from './grid'
import { readResult } from './result'
import '../words'

await loadLanguage('zh')

function open(plain = false) {
  const grid = layOut(readResult(BY_COUNTRY, WORDS), 1, '合计')
  return mount(DataGrid, { props: { grid, caption: '按国家', leads: () => true, plain }, global: { plugins: [i18n] }, attachTo: document.body })
}
const stops = (view: ReturnType<typeof open>) => view.findAll('[tabindex="0"]').map((one) => one.text())

describe('a table for the keyboard', () => {
  it('has one tab stop, which the arrows move with the focus', async () => {
    const view = open()
    expect(stops(view)).toEqual(['美国'])
    await view.find('[data-row="0"][data-column="0"]').trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(stops(view)).toEqual(['7'])
    expect(document.activeElement?.textContent.trim()).toBe('7')
  })
  it('leads on Enter to the row, and from a figure to its place', async () => {
    const view = open()
    await view.find('[data-row="0"][data-column="0"]').trigger('keydown', { key: 'Enter' })
    await view.find('[data-row="2"][data-column="1"]').trigger('keydown', { key: 'Enter' })
    await view.find('[data-row="3"][data-column="0"]').trigger('keydown', { key: 'Enter' })
    expect(view.emitted('pick')).toEqual([[{ country: 'US' }], [{ country: 'JP', direction: 'import' }]])
  })
  it('says what is withheld in words', () => {
    expect(open().find('[data-row="1"][data-column="1"]').text()).toBe('⊘ 不予公布')
  })
  it('takes no focus and leads nowhere when it is only there to be read', async () => {
    const view = open(true)
    expect(view.find('[tabindex]').exists()).toBe(false)
    await view.find('td').trigger('click')
    expect(view.emitted('pick')).toBeUndefined()
  })
})
