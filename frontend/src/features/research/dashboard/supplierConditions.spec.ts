import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import SupplierConditions from './SupplierConditions.vue'
import '../words'

await loadLanguage('zh')

describe('conditions on suppliers', () => {
  it('are named, and chosen in one order', async () => {
    const view = mount(SupplierConditions, { props: { modelValue: ['not_established'] }, global: { plugins: [i18n] } })
    const [newcomer, established] = view.findAll<HTMLInputElement>('input[type="checkbox"]')
    expect(view.text()).toContain('只看新进入者')
    expect([newcomer?.element.checked, established?.element.checked]).toEqual([false, true])
    await newcomer?.setValue(true)
    expect(view.emitted('update:modelValue')?.at(-1)).toEqual([['newcomer', 'not_established']])
  })
})
