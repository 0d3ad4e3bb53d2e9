// Uploads in parts: a lost connection costs one part, and an upload goes on where it stopped, also after a reload.
import { api, refreshToken } from './client'
import { newKey } from './intent'
import { ApiProblem } from './problem'
import { currentToken } from './token'
import type { AttachmentKind, UploadView } from './types'
import { activeLanguage } from '@/i18n'

/** Small enough to pass on a slow line within the time a request has. */
const PART = 512 * 1024
/** Waits after a break before the upload looks again how far it came, in milliseconds. */
const WAITS = [1_000, 3_000, 8_000, 20_000]
const PREFIX = 'portal.upload.'

export interface ResumableOptions {
  onProgress?: (percent: number) => void
  /** Told while the line is broken, and again when it goes on. */
  onBreak?: (broken: boolean) => void
  pause?: (milliseconds: number) => Promise<void>
}

const sleep = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    window.addEventListener('online', done)
  })

function remembered(name: string): string | null {
  return localStorage.getItem(PREFIX + name)
}

function remember(name: string, path: string | null): void {
  try {
    if (path === null) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, path)
  } catch {
    // Without a store the upload can still go on while the page is open.
  }
}

async function sendPart(path: string, offset: number, part: Blob): Promise<UploadView> {
  const headers = new Headers({
    Accept: 'application/json', 'Accept-Language': activeLanguage(),
    'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset),
  })
  const token = currentToken()
  if (token !== null) headers.set('Authorization', `Bearer ${token}`)
  const response = await fetch(`/api/v1${path}`, { method: 'PATCH', headers, body: part, credentials: 'same-origin' }).catch(() => null)
  if (response === null) throw new ApiProblem(0)
  if (!response.ok) throw await ApiProblem.from(response)
  return (await response.json()) as UploadView
}

/** The same upload as before the reload, if the service still has it; a new one otherwise. */
async function begin(filing: string, kind: AttachmentKind, file: File, name: string): Promise<{ path: string; view: UploadView }> {
  const path = remembered(name)
  if (path !== null) {
    try {
      const view = await api.get<UploadView>(path)
      if (view.attachment_id === null) return { path, view }
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.offline) throw error
    }
    remember(name, null)
  }
  const body = { kind, file_name: file.name, size: file.size }
  const view = await api.post<UploadView>(`/filings/${filing}/uploads`, body, { key: newKey() })
  const begun = `/filings/${filing}/uploads/${view.id}`
  remember(name, begun)
  return { path: begun, view }
}

function passing(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false
  return error.offline || error.status >= 500 || error.status === 429 || error.status === 408 || error.code === 'upload_offset'
}

/** Sends a file; resolves when it has become a paper. Rejects when it is refused, or the line stays broken. */
export async function uploadInParts(filing: string, kind: AttachmentKind, file: File, options: ResumableOptions = {}): Promise<void> {
  const pause = options.pause ?? sleep
  const name = [filing, kind, file.name, file.size, file.lastModified].join('.')
  const { path, view } = await begin(filing, kind, file, name)
  let { offset } = view
  let breaks = 0
  for (;;) {
    options.onProgress?.(Math.floor((offset / file.size) * 100))
    try {
      const next = await sendPart(path, offset, file.slice(offset, offset + PART))
      if (breaks > 0) options.onBreak?.(false)
      ;({ offset } = next)
      breaks = 0
      if (next.attachment_id !== null) break
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401 && breaks === 0) {
        breaks += 1
        if ((await refreshToken()) !== null) continue
      }
      const wait = WAITS[breaks]
      if (!passing(error) || wait === undefined) {
        if (error instanceof ApiProblem && !passing(error)) remember(name, null)
        throw error
      }
      breaks += 1
      options.onBreak?.(true)
      await pause(wait)
      offset = await api.get<UploadView>(path).then((now) => now.offset, () => offset)
    }
  }
  remember(name, null)
  options.onProgress?.(100)
}
