import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, configureClient, queryString } from './client'
import { isProblem } from './problem'
import { currentToken, keepToken } from './token'

type Answer = () => Response | Promise<Response>
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const lost: Answer = () => Promise.reject(new TypeError('no network'))

let calls: { url: string; method: string; headers: Headers; keepalive: boolean }[] = []
function answerWith(...answers: Answer[]) {
  calls = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, method: init.method ?? '', headers: init.headers as Headers, keepalive: init.keepalive ?? false })
    const next = answers[calls.length - 1]
    if (next === undefined) throw new Error(`unexpected request ${url}`)
    return Promise.resolve(next())
  })
}

beforeEach(() => {
  keepToken(null)
  configureClient({ pause: () => Promise.resolve(), signedOut: () => undefined, language: () => 'zh-CN' })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('client', () => {
  it('repeats a POST without an answer under the same idempotency key', async () => {
    answerWith(lost, () => new Response(null, { status: 503 }), () => json(201, { id: 'f1' }))
    await expect(api.post('/filings', {})).resolves.toEqual({ id: 'f1' })
    const keys = calls.map((call) => call.headers.get('idempotency-key'))
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(1)
    expect(keys[0]).toMatch(/^[\x21-\x7e]{1,255}$/)
  })

  it('uses the caller’s key, so that a second press is the same intent', async () => {
    answerWith(() => json(201, {}), () => json(201, {}))
    await api.post('/filings', {}, { key: 'intent-1' })
    await api.post('/filings', {}, { key: 'intent-1' })
    expect(calls.map((call) => call.headers.get('idempotency-key'))).toEqual(['intent-1', 'intent-1'])
  })

  it('never repeats a PUT by itself and sends the version', async () => {
    answerWith(lost)
    const failure = await api.put('/filings/f1', {}, { version: 3 }).catch((error: unknown) => error)
    expect(isProblem(failure, 0)).toBe(true)
    expect(calls).toHaveLength(1)
    expect(calls[0]?.headers.get('if-match')).toBe('"3"')
  })

  it('renews the token once after 401 and keeps the idempotency key', async () => {
    keepToken('old')
    answerWith(
      () => json(401, { code: 'token_expired' }),
      () => json(200, { access_token: 'new', user: {} }),
      () => json(201, { id: 'f1' }),
    )
    await api.post('/filings', {})
    expect(calls.map((call) => call.url)).toEqual(['/api/v1/filings', '/api/v1/auth/refresh', '/api/v1/filings'])
    expect(calls[2]?.headers.get('authorization')).toBe('Bearer new')
    expect(calls[2]?.headers.get('idempotency-key')).toBe(calls[0]?.headers.get('idempotency-key'))
    expect(currentToken()).toBe('new')
    expect(calls.map((call) => call.keepalive), 'the new cookie is taken in by a page that is left').toEqual([false, true, false])
  })

  it('waits for the cookie that the page before it was given', async () => {
    keepToken('old')
    answerWith(
      () => json(401, { code: 'token_expired' }),
      () => json(409, { code: 'session_renewed' }),
      () => json(200, { access_token: 'new', user: {} }),
      () => json(200, {}),
    )
    await api.get('/me')
    expect(calls.map((call) => call.url)).toEqual(['/api/v1/me', '/api/v1/auth/refresh', '/api/v1/auth/refresh', '/api/v1/me'])
  })

  it('tells the session when the token cannot be renewed', async () => {
    keepToken('old')
    const signedOut = vi.fn()
    configureClient({ signedOut })
    answerWith(() => json(401, {}), () => json(401, {}))
    await expect(api.get('/me')).rejects.toMatchObject({ status: 401 })
    expect(signedOut).toHaveBeenCalledOnce()
  })

  it('gives the problem with its code and field errors', async () => {
    answerWith(() => json(422, { code: 'findings_block', errors: [{ pointer: '/contract/name', code: 'field.required', message: '请填写' }] }))
    const failure = await api.post('/filings/f1/submit', {}).catch((error: unknown) => error)
    expect(isProblem(failure, 422, 'findings_block') && failure.errors).toEqual([
      { pointer: '/contract/name', code: 'field.required', message: '请填写' },
    ])
  })

  it('writes queries without what is empty', () => {
    expect(queryString({ q: '', status: null, limit: 20, filter: ['a:b', 'c:d'] })).toBe('?limit=20&filter=a%3Ab&filter=c%3Ad')
  })
})
