// What the server says when it declines (RFC 9457), as one error class that pages can show.

export interface ProblemItem {
  pointer: string
  code: string
  message: string
}

export interface ProblemBody {
  title?: string
  status?: number
  code?: string
  detail?: string
  request_id?: string
  errors?: ProblemItem[]
  state?: string
}

/** Any failure of a request. `status` 0 means that no answer came at all: offline, or the server is away. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly detail: string | null
  readonly errors: ProblemItem[]
  readonly state: string | null
  readonly requestId: string | null

  constructor(status: number, body: ProblemBody = {}) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.status = status
    this.code = body.code ?? (status === 0 ? 'network' : `http_${status}`)
    this.detail = body.detail ?? body.title ?? null
    this.errors = body.errors ?? []
    this.state = body.state ?? null
    this.requestId = body.request_id ?? null
  }

  static async from(response: Response): Promise<ApiProblem> {
    const type = response.headers.get('content-type') ?? ''
    if (!type.includes('json')) return new ApiProblem(response.status)
    const body = (await response.json().catch(() => ({}))) as ProblemBody
    return new ApiProblem(response.status, body)
  }

  get offline(): boolean {
    return this.status === 0
  }
}

/** Asks whether `error` is a problem with this status (and code, when one is given). */
export function isProblem(error: unknown, status: number, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && error.status === status && (code === undefined || error.code === code)
}

/** Whether the server settled the request by refusing it; without that it may have been carried out, or still be under way. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500 && error.code !== 'idempotency_in_flight'
}
