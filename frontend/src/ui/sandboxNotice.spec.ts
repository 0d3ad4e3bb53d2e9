import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import SandboxNotice from './SandboxNotice.vue'

const page = document.documentElement

async function shown(): Promise<string> {
  await loadLanguage('zh')
  return mount(SandboxNotice, { global: { plugins: [i18n] } }).text()
}

describe('the notice of a sandbox', () => {
  afterEach(() => {
    page.removeAttribute('data-sandbox')
  })
  it('stands on every page of a sandbox', async () => {
    page.setAttribute('data-sandbox', '')
    expect(await shown()).toContain('测试样本')
  })
  it('is nowhere else', async () => {
    expect(await shown()).toBe('')
  })
})
