// A submission that was sent and whose answer has not come yet. It outlives the page: after a reload the same request goes out
// under the same key, and the service answers as it answered the first time, so that nothing is submitted twice or lost.
import { api } from '@/api/client'
import { ApiProblem, isProblem } from '@/api/problem'
import type { FilingView } from '@/api/types'
import { loadFiling } from './queries'

export interface PendingSubmit {
  key: string
  /** The version that was submitted: a later one is another submission. */
  version: number
  body: Record<string, unknown>
  at: string
}

const PREFIX = 'portal.submit.'

export function pendingSubmit(filing: string): PendingSubmit | null {
  try {
    const text = localStorage.getItem(PREFIX + filing)
    return text === null ? null : (JSON.parse(text) as PendingSubmit)
  } catch {
    return null
  }
}

function keep(filing: string, pending: PendingSubmit): void {
  try {
    localStorage.setItem(PREFIX + filing, JSON.stringify(pending))
  } catch {
    // Without a store the answer must come while the page is open.
  }
}

export function forgetSubmit(filing: string): void {
  localStorage.removeItem(PREFIX + filing)
}

/** Whether the service may have taken it although no answer came. */
function unanswered(error: unknown): boolean {
  return error instanceof ApiProblem && (error.offline || error.status >= 500)
}

/** Sends a submission, or sends it again. It is remembered until an answer has come, whatever it says. */
export async function sendSubmit(filing: string, pending: PendingSubmit): Promise<FilingView> {
  keep(filing, pending)
  try {
    const answer = await api.post<FilingView>(`/filings/${filing}/submit`, pending.body, { key: pending.key })
    forgetSubmit(filing)
    return answer
  } catch (error) {
    if (unanswered(error)) throw error
    forgetSubmit(filing)
    // A key that was forgotten meanwhile: the filing itself tells whether it has arrived.
    if (isProblem(error, 409)) {
      const now = await loadFiling(filing).catch(() => null)
      if (now?.submitted_at != null && now.version > pending.version && !now.actions.includes('submit')) return now
    }
    throw error
  }
}
