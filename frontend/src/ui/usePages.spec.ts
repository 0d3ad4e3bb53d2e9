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
  '/api/v1/none': { items: [], next_cursor: null, paid: '0' },
  '/api/v1/other': { items: [9], next_cursor: null, paid: '90' },
}
let server = Promise.resolve()
vi.stubGlobal('fetch', async (address: string) => {
  asked.push(address)
  await server
  return Response.json(PAGES[address])
})
/** The server takes its time, until the function that is given back is called. */
function slow(): () => void {
  let answer: () => void = () => undefined
  server = new Promise((resolve) => (answer = resolve))
  return answer
}

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

  it('shows what was there as stale until the other list comes', async () => {
    const path = ref('/one')
    const pages = start(path)
    await flushPromises()
    expect(pages.stale.value).toBe(false)
    const answer = slow()
    path.value = '/other'
    await flushPromises()
    expect(pages.items.value).toEqual([3, 2])
    expect(pages.stale.value).toBe(true)
    answer()
    await vi.waitFor(() => {
      expect(pages.items.value).toEqual([9])
    })
    expect(pages.stale.value).toBe(false)
  })

  it('does not take an empty list for the next one', async () => {
    const path = ref('/none')
    const pages = start(path)
    await flushPromises()
    expect(pages.loading.value).toBe(false)
    const answer = slow()
    path.value = '/other'
    await flushPromises()
    expect(pages.loading.value).toBe(true)
    answer()
    await vi.waitFor(() => {
      expect(pages.loading.value).toBe(false)
    })
    expect(pages.items.value).toEqual([9])
  })
})
