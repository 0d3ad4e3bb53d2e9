import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import type { Page } from '@/api/types'
import { usePages } from './usePages'

type Ledger = Page<number> & { paid: string }

const asked: string[] = []
const PAGES: Record<string, Ledger> = {
  '/api/v1/one': { items: [3, 2], next_cursor: 'b', paid: '30' },
  '/api/v1/one?cursor=b': { items: [1], next_cursor: null, paid: '20' },
  '/api/v1/other': { items: [9], next_cursor: null, paid: '90' },
}
vi.stubGlobal('fetch', (address: string) => {
  asked.push(address)
  return Promise.resolve(Response.json(PAGES[address]))
})

function start(path = ref('/one')) {
  let pages: ReturnType<typeof usePages<number, Ledger>> | undefined
  const Holder = {
    setup() {
      pages = usePages<number, Ledger>(path)
      return () => null
    },
  }
  mount(Holder, { global: { plugins: [[VueQueryPlugin, { queryClient: new QueryClient() }]] } })
  if (pages === undefined) throw new Error('not set up')
  return pages
}

describe('a list in pages', () => {
  afterEach(() => {
    asked.length = 0
  })

  it('grows by a page, and keeps what the newest page says beside its items', async () => {
    const pages = start()
    await flushPromises()
    expect(pages.items.value).toEqual([3, 2])
    pages.more()
    await flushPromises()
    expect(pages.items.value).toEqual([3, 2, 1])
    expect(pages.first.value?.paid).toBe('30')
    expect(pages.hasMore.value).toBe(false)
  })

  it('starts anew when it is another list', async () => {
    const path = ref('/one')
    const pages = start(path)
    await flushPromises()
    path.value = '/other'
    await flushPromises()
    expect(pages.items.value).toEqual([9])
    expect(asked.at(-1)).toBe('/api/v1/other')
  })
})
