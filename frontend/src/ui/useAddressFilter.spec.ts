import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useAddressFilter } from './useAddressFilter'

async function open(address: string) {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { render: () => null } }] })
  await router.push(address)
  let found: ReturnType<typeof useAddressFilter<'status' | 'q'>> | undefined
  const Holder = {
    setup() {
      found = useAddressFilter('status', 'q')
      return () => null
    },
  }
  mount(Holder, { global: { plugins: [router] } })
  if (found === undefined) throw new Error('not set up')
  return { router, ...found }
}

describe('a filter kept in the address', () => {
  it('is what the address says', async () => {
    const { filter, filtered } = await open('/?status=draft')
    expect(filter.value).toEqual({ status: 'draft', q: '' })
    expect(filtered.value).toBe(true)
  })

  it('changes one thing at a time, and leaves out what is not set', async () => {
    const { router, narrow, filtered } = await open('/?status=draft')
    narrow({ q: '主轴' })
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ status: 'draft', q: '主轴' })
    narrow({ status: '', q: '' })
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({})
    expect(filtered.value).toBe(false)
  })
})
