// Uploads need progress, which fetch does not tell: XMLHttpRequest does.
import { refreshToken } from './client'
import { newKey } from './intent'
import { ApiProblem, type ProblemBody } from './problem'
import { currentToken } from './token'
import { activeLanguage } from '@/i18n'

export interface UploadOptions {
  key?: string
  onProgress?: (percent: number) => void
  signal?: AbortSignal
}

function problemOf(request: XMLHttpRequest): ApiProblem {
  try {
    return new ApiProblem(request.status, JSON.parse(request.responseText) as ProblemBody)
  } catch {
    return new ApiProblem(request.status)
  }
}

function sendOnce<Answer>(path: string, form: FormData, key: string, options: UploadOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1${path}`)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Accept-Language', activeLanguage())
    request.setRequestHeader('Idempotency-Key', key)
    const token = currentToken()
    if (token !== null) request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(Math.round((event.loaded / event.total) * 100))
    }
    request.onerror = () => {
      reject(new ApiProblem(0))
    }
    request.onabort = () => {
      reject(new DOMException('aborted', 'AbortError'))
    }
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer)
      else reject(problemOf(request))
    }
    options.signal?.addEventListener('abort', () => {
      request.abort()
    })
    request.send(form)
  })
}

/** Sends a multipart form; renews the token once when it has run out. */
export async function upload<Answer>(path: string, form: FormData, options: UploadOptions = {}): Promise<Answer> {
  const key = options.key ?? newKey()
  try {
    return await sendOnce<Answer>(path, form, key, options)
  } catch (error) {
    const expired = error instanceof ApiProblem && error.status === 401
    if (!expired || (await refreshToken()) === null) throw error
    return sendOnce<Answer>(path, form, key, options)
  }
}
