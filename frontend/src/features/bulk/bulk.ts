// What a workbook may be, what is sent with it, and which of its rows a person looks at.
import { ApiProblem } from '@/api/problem'
import type { BulkResult, BulkRow, FilingKind } from '@/api/types'

export const KINDS = ['registration', 'amendment', 'closure', 'reissue'] as const satisfies readonly FilingKind[]
export const MOST_ROWS = 2000
/** How the list of uploads is asked for. */
export const HISTORY = { limit: 10 }
const MOST_BYTES = 5 * 1024 * 1024

export function isKind(text: unknown): text is FilingKind {
  return typeof text === 'string' && (KINDS as readonly string[]).includes(text)
}

/** What is wrong with a file before anything is sent; the rest is the service's to say. */
export function workbookFault(file: { name: string; size: number }): 'type' | 'empty' | 'too_large' | null {
  if (!file.name.toLowerCase().endsWith('.xlsx')) return 'type'
  if (file.size === 0) return 'empty'
  return file.size > MOST_BYTES ? 'too_large' : null
}

/** A workbook that somebody means to upload. The key makes sure that it is drafted once, however often it is sent. */
export interface Chosen {
  file: File
  kind: FilingKind
  /** The company for which an agent files; null is one's own. */
  company: string | null
  key: string
  /** Whether it was sent for good: without an answer, the same is sent again. */
  sent: boolean
}

export function formOf({ kind, company, file }: Pick<Chosen, 'kind' | 'company' | 'file'>): FormData {
  const form = new FormData()
  form.append('kind', kind)
  if (company !== null) form.append('on_behalf_of', company)
  form.append('file', file, file.name)
  return form
}

/** Whether a request that failed may have been carried out, or still is: then the same is sent again under the same key. */
export function mayBeDone(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.offline || error.status >= 500 || error.status === 409
}

export const VIEWS = ['bad', 'warned', 'good', 'all'] as const
export type RowsView = (typeof VIEWS)[number]

const warned = (row: BulkRow) => row.outcome !== 'bad' && row.notes.some((note) => note.severity === 'warning')

/** The rows of each view. Good ones are good or have become drafts; a warning keeps nothing from becoming a draft. */
export function rowsByView(items: readonly BulkRow[]): Record<RowsView, BulkRow[]> {
  return {
    bad: items.filter((row) => row.outcome === 'bad'),
    warned: items.filter(warned),
    good: items.filter((row) => row.outcome !== 'bad'),
    all: [...items],
  }
}

/** What a person wants to see first: what must be mended, or else everything. */
export function firstView(result: Pick<BulkResult, 'bad'>): RowsView {
  return result.bad > 0 ? 'bad' : 'all'
}
