// The one place that calls fetch. It adds the bearer token, language, version and idempotency key; renews the
// token once after a 401; and repeats a request that got no answer when repeating is safe.
import { newKey } from './intent'
import { ApiProblem } from './problem'
import { currentToken, keepToken } from './token'
import type { TokenAnswer } from './types'

export type Query = Record<string, string | number | boolean | string[] | null | undefined>

export interface RequestOptions {
  query?: Query
  /** The version that the caller last saw; sent as If-Match. */
  version?: number
  /** Give the key of a `createIntent()` where a person may press the button twice. */
  key?: string
  signal?: AbortSignal
  /** Whether the answer's cookie is taken in even when the page is left before. */
  outlivesPage?: boolean
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

const BASE = '/api/v1'
/** Waits before the second and third attempt, in milliseconds. */
const RETRY_AFTER = [400, 1500]
const AWAY = new Set([502, 503, 504])

const hooks = {
  language: () => 'zh-CN',
  signedOut: () => {
    /* set by the session */
  },
  pause: (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds)),
}

/** The session and the language switch tell the client about themselves; tests replace the pause. */
export function configureClient(given: Partial<typeof hooks>): void {
  Object.assign(hooks, given)
}

export function queryString(query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

function headersFor(method: Method, body: unknown, options: RequestOptions): Headers {
  const headers = new Headers({ Accept: 'application/json', 'Accept-Language': hooks.language() })
  const token = currentToken()
  if (token !== null) headers.set('Authorization', `Bearer ${token}`)
  if (body !== undefined && !(body instanceof FormData)) headers.set('Content-Type', 'application/json')
  if (options.version !== undefined) headers.set('If-Match', `"${options.version}"`)
  if (method === 'POST' && options.key !== undefined) headers.set('Idempotency-Key', options.key)
  return headers
}

async function attempt(method: Method, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const init: RequestInit = { method, headers: headersFor(method, body, options), credentials: 'same-origin' }
  if (body !== undefined) init.body = body instanceof FormData ? body : JSON.stringify(body)
  if (options.signal) init.signal = options.signal
  if (options.outlivesPage) init.keepalive = true
  try {
    return await fetch(`${BASE}${path}${queryString(options.query)}`, init)
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new ApiProblem(0)
  }
}

/** Sends once, and again when no answer came. PUT is left to the caller: a repeat could meet its own new version. */
async function attemptPatiently(method: Method, path: string, body: unknown, options: RequestOptions) {
  const waits = method === 'GET' || (method === 'POST' && options.key !== undefined) ? RETRY_AFTER : []
  for (const wait of waits) {
    try {
      const response = await attempt(method, path, body, options)
      if (!AWAY.has(response.status)) return response
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
    }
    await hooks.pause(wait)
  }
  return attempt(method, path, body, options)
}

async function send(method: Method, path: string, body?: unknown, given: RequestOptions = {}): Promise<Response> {
  const authentication = path.startsWith('/auth/')
  const options = { ...given }
  if (method === 'POST' && !authentication) options.key ??= newKey()
  let response = await attemptPatiently(method, path, body, options)
  if (response.status === 401 && !authentication && currentToken() !== null) {
    if (await refreshToken()) response = await attemptPatiently(method, path, body, options)
    if (response.status === 401) hooks.signedOut()
  }
  if (!response.ok) throw await ApiProblem.from(response)
  return response
}

let refreshing: Promise<TokenAnswer | null> | null = null

// A page that is left meanwhile still takes the new cookie in: the old one is used up, and using it again ends the session.
const renew = () => attempt('POST', '/auth/refresh', undefined, { outlivesPage: true })

async function askForToken(): Promise<TokenAnswer | null> {
  let response = await renew()
  // The page before this one renewed the session as it was left, and its new cookie is on the way.
  for (const wait of [100, 300, 900, 2700]) {
    if (response.status !== 409) break
    await hooks.pause(wait)
    response = await renew()
  }
  if (response.status === 401 || response.status === 403) {
    keepToken(null)
    return null
  }
  if (!response.ok) throw await ApiProblem.from(response)
  const answer = (await response.json()) as TokenAnswer
  keepToken(answer.access_token)
  return answer
}

/** Trades the refresh cookie for a token. Callers share one request; tabs take turns, since the cookie rotates. */
export function refreshToken(): Promise<TokenAnswer | null> {
  refreshing ??= (async () => {
    try {
      // Missing outside secure contexts, whatever the type says.
      const locks = navigator.locks as LockManager | null | undefined
      return await (locks ? locks.request('portal-refresh', askForToken) : askForToken())
    } finally {
      refreshing = null
    }
  })()
  return refreshing
}

async function json<Answer>(response: Response): Promise<Answer> {
  // 204, and a 202 without more to say.
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as Answer
}

export const api = {
  async get<Answer>(path: string, options?: RequestOptions): Promise<Answer> {
    return json<Answer>(await send('GET', path, undefined, options))
  },
  async post<Answer>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer> {
    return json<Answer>(await send('POST', path, body, options))
  },
  async put<Answer>(path: string, body: unknown, options: RequestOptions & { version: number }): Promise<Answer> {
    return json<Answer>(await send('PUT', path, body, options))
  },
  async patch<Answer>(path: string, body: unknown, options: RequestOptions & { version: number }): Promise<Answer> {
    return json<Answer>(await send('PATCH', path, body, options))
  },
  async delete(path: string, options?: RequestOptions): Promise<void> {
    await send('DELETE', path, undefined, options)
  },
  /** Bytes that need the bearer token, e.g. a PDF: the caller shows or saves them. */
  async blob(path: string, options?: RequestOptions): Promise<Blob> {
    return (await send('GET', path, undefined, options)).blob()
  },
  /** Bytes that are made from what is sent. */
  async blobOf(path: string, form: FormData): Promise<Blob> {
    return (await send('POST', path, form)).blob()
  },
}
