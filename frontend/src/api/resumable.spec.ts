import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from './problem'
import { uploadInParts } from './resumable'

const MB = 1024 * 1024
const file = new File([new Uint8Array(MB + 10)], 'a.pdf', { lastModified: 1 })
const answer = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': status === 200 || status === 201 ? 'application/json' : 'application/problem+json' } })

/** A service that holds one upload; `broken` says which of the parts are lost on their way there. */
function service(broken: (part: number) => 'before' | 'after' | null) {
  const state = { offset: 0, parts: 0, begun: 0 }
  const view = () => ({ id: 'u1', offset: state.offset, size: file.size, attachment_id: state.offset === file.size ? 'a1' : null, expires_at: '' })
  const fetch = vi.fn((_url: string, init: RequestInit) => {
    if (init.method === 'POST') {
      state.begun += 1
      return Promise.resolve(answer(view(), 201))
    }
    if (init.method === 'GET') return Promise.resolve(answer(view()))
    state.parts += 1
    const how = broken(state.parts)
    if (how === 'before') return Promise.reject(new TypeError('network'))
    const given = Number(new Headers(init.headers).get('Upload-Offset'))
    if (given !== state.offset) return Promise.resolve(answer({ code: 'upload_offset' }, 409))
    state.offset += (init.body as Blob).size
    return how === 'after' ? Promise.reject(new TypeError('network')) : Promise.resolve(answer(view()))
  })
  vi.stubGlobal('fetch', fetch)
  return state
}
const pause = () => Promise.resolve()

beforeEach(() => {
  localStorage.clear()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('an upload in parts', () => {
  it('goes on from where it came when a part or its answer was lost', async () => {
    const state = service((part) => (part === 2 ? 'before' : part === 3 ? 'after' : null))
    const breaks: boolean[] = []
    await uploadInParts('f1', 'other', file, { pause, onBreak: (broken) => breaks.push(broken) })
    expect(state).toMatchObject({ offset: file.size, begun: 1 })
    expect(breaks).toContain(true)
    expect(localStorage.length).toBe(0)
  })

  it('goes on after a reload with the upload that was begun before it', async () => {
    const first = service(() => 'before')
    await expect(uploadInParts('f1', 'other', file, { pause })).rejects.toBeInstanceOf(ApiProblem)
    expect(first.begun).toBe(1)
    const second = service(() => null)
    await uploadInParts('f1', 'other', file, { pause })
    expect(second).toMatchObject({ begun: 0, offset: file.size })
  })

  it('stops at once when the service refuses the file', async () => {
    service(() => null)
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(answer({ code: 'type_mismatch' }, 422))))
    await expect(uploadInParts('f1', 'other', file, { pause })).rejects.toMatchObject({ code: 'type_mismatch' })
  })
})
