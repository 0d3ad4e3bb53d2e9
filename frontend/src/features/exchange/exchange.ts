// Files exchanged with other systems, as the server answers them, and what a person makes of a comparison.

export interface MappedColumn {
  field: string
  name: string
  heading: string
  form: 'plain' | 'zh' | 'en' | 'compact' | 'slash'
  codes: Record<string, string>
}

export interface Counterpart {
  code: string
  name: string
  body: string
  confirmed: boolean
  version: string
  source: string
  loaded_at: string
  columns: MappedColumn[]
}

export interface ExchangeImport {
  id: string
  counterpart: string
  mapping_version: string
  file_name: string
  sha256: string
  rows: number
  differing: number
  ours_only: number
  theirs_only: number
  problems: number
  imported_by: string
  imported_at: string
}

export interface Difference {
  field: string
  name: string
  ours: string | null
  theirs: string | null
}

export interface Differing {
  number: string
  row: number
  fields: Difference[]
}

export interface Unmatched {
  number: string
  name: string | null
  row: number | null
}

export interface RowProblem {
  row: number
  column: string
  code: 'number_missing' | 'number_repeated' | 'unreadable'
  message: string
}

export interface Counts {
  rows: number
  contracts: number
  same: number
  differing: number
  ours_only: number
  theirs_only: number
  problems: number
}

export interface Reconciliation {
  import: ExchangeImport | null
  counterpart: string
  counterpart_name: string
  since: string | null
  counts: Counts
  by_field: { field: string; name: string; contracts: number }[]
  differing: Differing[]
  ours_only: Unmatched[]
  theirs_only: Unmatched[]
  problems: RowProblem[]
  missing_columns: string[]
  ignored_columns: string[]
}

/** The lists of a comparison, in the order in which a person works through them. */
export const LISTS = ['differing', 'ours_only', 'theirs_only', 'problems'] as const
export type ListName = (typeof LISTS)[number]

/** The lists that have something in them. */
export function listsOf({ counts }: Pick<Reconciliation, 'counts'>): ListName[] {
  return LISTS.filter((list) => counts[list] > 0)
}

const MOST_BYTES = 20 * 1024 * 1024

/** What is wrong with a file before anything is sent; the rest is the service's to say. */
export function fileFault({ name, size }: { name: string; size: number }): 'type' | 'empty' | 'too_large' | null {
  if (!/\.(csv|txt|xlsx)$/i.test(name)) return 'type'
  if (size === 0) return 'empty'
  return size > MOST_BYTES ? 'too_large' : null
}

export function formOf(file: File, since: string): FormData {
  const form = new FormData()
  if (since !== '') form.append('since', since)
  form.append('file', file, file.name)
  return form
}

/** The differences of a contract as the beginning of a question to its company, in the words of the page. */
export function questionOf(
  one: Differing,
  counterpart: string,
  say: (key: string, words: Record<string, string>) => string,
): string {
  const lines = one.fields.map(({ name, ours, theirs }) =>
    say('exchange.question.line', { name, ours: ours ?? say('exchange.nothing', {}), theirs: theirs ?? say('exchange.nothing', {}) }),
  )
  return [say('exchange.question.lead', { counterpart }), ...lines, say('exchange.question.end', {})].join('\n')
}
