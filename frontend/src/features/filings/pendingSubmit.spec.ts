import { flushPromises, mount } from '@vue/test-utils'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { configureClient } from '@/api/client'
import type { FilingView } from '@/api/types'
import { i18n, loadLanguage } from '@/i18n'
import PendingSubmit from './form/PendingSubmit.vue'
import { pendingSubmit, sendSubmit } from './pendingSubmit'

const sent = { key: 'k1', version: 3, body: { declaration: true, reasons: {} }, at: '2026-11-22T02:00:00Z' }
const submitted = { id: 'f1', version: 4, submitted_at: '2026-11-22T02:00:01Z', actions: ['withdraw'] } as unknown as FilingView
/** What the service answers to a submission, and to the question how the filing stands. */
let answer: () => Response
let stands: FilingView
let keys: (string | null)[]

const refusal = (status: number) => () => Response.json({ status, code: 'refused' }, { status })
const noAnswer = (): Response => {
  throw new TypeError('Failed to fetch')
}

beforeAll(async () => {
  await loadLanguage('zh')
  configureClient({ pause: () => Promise.resolve() })
  vi.stubGlobal('fetch', (address: string, { headers }: { headers: Headers }) => {
    if (address === '/api/v1/filings/f1') return Promise.resolve(Response.json(stands))
    keys.push(headers.get('Idempotency-Key'))
    return new Promise<Response>((resolve) => resolve(answer()))
  })
})
beforeEach(() => {
  localStorage.clear()
  keys = []
  stands = submitted
  answer = () => Response.json(submitted, { status: 201 })
})

describe('a submission on its way', () => {
  it('is remembered while no answer has come, and sent again under its key', async () => {
    answer = noAnswer
    await expect(sendSubmit('f1', sent)).rejects.toMatchObject({ status: 0 })
    expect(pendingSubmit('f1')).toEqual(sent)
    answer = () => Response.json(submitted, { status: 201 })
    expect(await sendSubmit('f1', pendingSubmit('f1') ?? { ...sent, key: 'another' })).toEqual(submitted)
    expect(new Set(keys)).toEqual(new Set(['k1']))
    expect(pendingSubmit('f1')).toBeNull()
  })
  it('is remembered when the service failed, for it may have been taken', async () => {
    answer = refusal(500)
    await expect(sendSubmit('f1', sent)).rejects.toMatchObject({ status: 500 })
    expect(pendingSubmit('f1')).toEqual(sent)
  })
  it('is forgotten when it was refused', async () => {
    answer = refusal(422)
    await expect(sendSubmit('f1', sent)).rejects.toMatchObject({ status: 422 })
    expect(pendingSubmit('f1')).toBeNull()
  })
  it('has arrived if the filing says so, although its key is known no more', async () => {
    answer = refusal(409)
    expect(await sendSubmit('f1', sent)).toEqual(submitted)
    // As it stood when it was sent: this is no answer to it.
    stands = { ...submitted, version: 3 }
    await expect(sendSubmit('f1', sent)).rejects.toMatchObject({ status: 409 })
    expect(pendingSubmit('f1')).toBeNull()
  })
})

describe('the form that opens again', () => {
  const open = (version: number) => mount(PendingSubmit, { props: { filing: { ...submitted, version } }, global: { plugins: [i18n] } })

  it('sends what waits, and hands on the answer', async () => {
    localStorage.setItem('portal.submit.f1', JSON.stringify(sent))
    const form = open(3)
    await vi.waitFor(() => {
      expect(form.emitted('submitted')).toEqual([[submitted]])
    })
    expect(keys).toEqual(['k1'])
  })
  it('offers to ask again while there is still no answer', async () => {
    localStorage.setItem('portal.submit.f1', JSON.stringify(sent))
    answer = noAnswer
    const form = open(3)
    await vi.waitFor(() => {
      expect(form.find('[role=alert] button').exists()).toBe(true)
    })
    expect(form.text()).toContain('上次提交没有收到答复')
    expect(form.emitted('submitted')).toBeUndefined()
  })
  it('forgets what was sent of another version', async () => {
    localStorage.setItem('portal.submit.f1', JSON.stringify(sent))
    const form = open(5)
    await flushPromises()
    expect(pendingSubmit('f1')).toBeNull()
    expect(keys).toEqual([])
    expect(form.find('[role=alert]').exists()).toBe(false)
  })
})
