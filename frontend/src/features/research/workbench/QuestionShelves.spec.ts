import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import type { Offer } from '../shapes'
import { wordsOf } from '../useOffer'
import { FIRST_QUESTION, type Question } from './question'
import QuestionShelves from './QuestionShelves.vue'
import '../words'

await loadLanguage('zh')

const dimension = (code: string, name: string) => ({ code, name, parent: null, values: [] })
const OFFER: Offer = {
  as_of: 1,
  audience: 'cleared',
  latest_month: null,
  dimensions: [dimension('country', '国家'), dimension('direction', '方向'), dimension('mode', '方式')],
  measures: [],
  bases: [],
  spreads: [],
  limits: { dimensions: 2, measures: 12, filter_values: 500, cells: 100 },
}

function open(question: Question = { ...FIRST_QUESTION, columns: [] }) {
  const words = wordsOf(OFFER, (key) => key)
  const view = mount(QuestionShelves, {
    props: { modelValue: question, offer: OFFER, words, 'onUpdate:modelValue': (next: Question) => void view.setProps({ modelValue: next }) },
    global: { plugins: [i18n] },
    attachTo: document.body,
  })
  return view
}
type View = ReturnType<typeof open>
afterEach(() => {
  document.body.replaceChildren()
})
const field = (view: View, code: string) => view.get(`[data-field="${code}"]`)
const said = (view: View) => view.get('[aria-live]').text()
const asked = (view: View) => (view.emitted('update:modelValue')?.at(-1) as [Question] | undefined)?.[0]

describe('shelves by keyboard', () => {
  it('take with space, move with arrows, put with space, and say so', async () => {
    const view = open()
    await field(view, 'mode').trigger('click')
    expect(said(view)).toContain('已拿起方式')
    await field(view, 'mode').trigger('keydown', { key: 'ArrowDown' })
    expect(said(view)).toBe('行，第 2 位，共 2 位。')
    await field(view, 'mode').trigger('keydown', { key: 'ArrowDown' })
    await field(view, 'mode').trigger('click')
    await flushPromises()
    expect(asked(view)).toMatchObject({ rows: ['country'], columns: ['mode'] })
    expect(said(view)).toBe('方式已放到列。')
    expect(document.activeElement).toBe(view.get('[data-zone="columns"] [data-field="mode"]').element)
  })
  it('leave it where it was on Escape', async () => {
    const view = open()
    await field(view, 'mode').trigger('click')
    await field(view, 'mode').trigger('keydown', { key: 'ArrowDown' })
    await field(view, 'mode').trigger('keydown', { key: 'Escape' })
    expect(asked(view)).toBeUndefined()
    expect(said(view)).toBe('方式留在原处。')
  })
  it('hold no more than there is room for', async () => {
    const view = open(FIRST_QUESTION)
    await field(view, 'mode').trigger('click')
    await field(view, 'mode').trigger('keydown', { key: 'ArrowDown' })
    await field(view, 'mode').trigger('click')
    expect(asked(view)).toBeUndefined()
    expect(said(view)).toBe('没有放下方式：行和列合计最多 2 个维度。')
  })
  it('make a field for a filter, and leave the rows as they are', async () => {
    const view = open()
    await field(view, 'country').trigger('click')
    await view.get('[data-zone="filters"] .here').trigger('click')
    await flushPromises()
    expect(view.find('#filter-country').exists()).toBe(true)
    expect(asked(view)).toBeUndefined()
  })
})
