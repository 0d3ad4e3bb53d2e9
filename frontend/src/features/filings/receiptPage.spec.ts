import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, RouterLinkStub } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { configureClient } from '@/api/client'
import { i18n, loadLanguage } from '@/i18n'
import { ISSUER, type Receipt, Signer } from '@/proof/signed.fixture'
import ReceiptPage from './ReceiptPage.vue'

let journal: Signer
let receipt: Receipt
let keysPublished = true

beforeAll(async () => {
  await loadLanguage('zh')
  configureClient({ pause: () => Promise.resolve() })
  journal = await Signer.make()
  vi.stubGlobal('fetch', (address: string) => {
    if (address === '/api/v1/filings/f1/receipt') return Promise.resolve(Response.json({ ...receipt, agent: null }))
    if (!keysPublished) return Promise.reject(new TypeError('Failed to fetch'))
    return Promise.resolve(Response.json(address.includes('jwks') ? { keys: [journal.jwk('journal')] } : { issuer: ISSUER }))
  })
})
beforeEach(async () => {
  localStorage.clear()
  keysPublished = true
  receipt = await journal.receipt()
})

async function open() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/filings/:id/receipt', component: ReceiptPage }] })
  await router.push('/filings/f1/receipt')
  const queryClient = new QueryClient()
  const page = mount(ReceiptPage, {
    global: { plugins: [i18n, router, [VueQueryPlugin, { queryClient }]], stubs: { RouterLink: RouterLinkStub } },
  })
  await vi.waitFor(async () => {
    await flushPromises()
    expect(page.find('[role=alert], p[role=status]').exists()).toBe(true)
  })
  return page
}

describe('the page of a receipt', () => {
  it('says what was checked: the place in the journal, its signature, the words', async () => {
    const page = await open()
    expect(page.text()).toContain('已在您的浏览器中验证')
    for (const check of ['在业务日志中', '日志有签名', '内容相符']) expect(page.text()).toContain(check)
  })

  it('does not pass a journal that somebody else signed', async () => {
    receipt.head.signature = (await (await Signer.make()).receipt()).head.signature
    const page = await open()
    expect(page.find('[role=alert]').text()).toContain('日志的签名不正确')
    expect(page.text()).not.toContain('日志有签名')
  })

  it('says so when nothing could be checked', async () => {
    keysPublished = false
    const page = await open()
    expect(page.find('p[role=status]').text()).toContain('尚未在您的浏览器中验证')
    expect(page.text()).not.toContain('日志有签名')
  })
})
