import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { configureClient } from '@/api/client'
import { useAction } from './useAction'

const keys: (string | null)[] = []

function answer(given: () => Promise<Response>) {
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('Idempotency-Key'))
    return given()
  })
}
const refuse = (status: number, code: string) => () => Promise.resolve(Response.json({ code }, { status }))

/** Presses twice; whether both went under the same key. */
async function sameKeyAfter(given: () => Promise<Response>): Promise<boolean> {
  answer(given)
  const action = useAction()
  expect(await action.post('/filings', {})).toBeNull()
  expect(action.failure.value).not.toBeNull()
  const first = keys.at(-1)
  await action.post('/filings', {})
  expect(first).toBeTruthy()
  return keys.at(-1) === first
}

describe('an action that is pressed again', () => {
  beforeAll(() => {
    configureClient({ pause: () => Promise.resolve() })
  })
  afterEach(() => {
    keys.length = 0
    vi.unstubAllGlobals()
  })

  it.each([
    ['no answer came', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['the server is away', refuse(504, 'http_504')],
    ['the server broke down', refuse(500, 'internal')],
    ['the first is still under way', refuse(409, 'idempotency_in_flight')],
    ['the answer was cut off', () => Promise.resolve(new Response('{"id": "f', { status: 201 }))],
  ])('is the same intent when %s', async (_name, given) => {
    expect(await sameKeyAfter(given)).toBe(true)
  })

  it.each([
    ['in this state', refuse(409, 'state_conflict')],
    ['as it was written', refuse(422, 'validation')],
  ])('is another intent when it was refused %s', async (_name, given) => {
    expect(await sameKeyAfter(given)).toBe(false)
  })

  it('is another intent after it was done', async () => {
    answer(() => Promise.resolve(Response.json({ id: 'f1' }, { status: 201 })))
    const action = useAction()
    expect(await action.post('/filings', {})).toEqual({ id: 'f1' })
    await action.post('/filings', {})
    expect(keys[1]).not.toBe(keys[0])
  })

  it('cannot be on the way to what was made, even when the way is barred', async () => {
    const action = useAction()
    let bar: (reason: Error) => void = () => undefined
    const going = action.hold(() => new Promise((_resolve, reject) => (bar = reject)))
    expect(action.busy.value).toBe(true)
    bar(new Error('no such chunk'))
    await expect(going).rejects.toThrow()
    expect(action.busy.value).toBe(false)
  })
})
