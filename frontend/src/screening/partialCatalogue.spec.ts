import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import PartialCatalogue from './PartialCatalogue.vue'

function shown(partial: boolean): string {
  const queryClient = new QueryClient()
  queryClient.setQueryData(['/reference', 'zh'], { catalogue: { edition: '2025', items: 34, partial } })
  return mount(PartialCatalogue, { global: { plugins: [i18n, [VueQueryPlugin, { queryClient }]] } }).text()
}

describe('the notice of a partial catalogue', () => {
  beforeAll(() => loadLanguage('zh'))

  it('names the edition and how much of it there is', () => {
    expect(shown(true)).toMatch(/2025.*34.*不完整/)
  })
  it('is not there when the catalogue is whole', () => {
    expect(shown(false)).toBe('')
  })
})
