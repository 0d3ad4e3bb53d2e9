/** What a version of a data set changed: two files compared row by row, by their keys. */
import type { OpenColumn } from '@/api/types'
import { quoted } from '../research/charts/grid'
import { FLAG, type Sheet } from './sheet'

export type ChangeKind = 'added' | 'changed' | 'removed'

export interface RowChange {
  kind: ChangeKind
  /** One for each dimension. */
  keys: string[]
  /** As they stood, one for each other column; null for a row that is new. */
  before: string[] | null
  /** As they stand; null for a row that is not there any more. */
  now: string[] | null
}

export interface Difference {
  dimensions: string[]
  /** The other columns, `flag` among them. */
  values: string[]
  rows: RowChange[]
}

/**
 * `columns` are those that the data set has today; the files may have fewer. Null where they have others: it is not known then which are
 * keys. Null also where the two differ: another question is answered, and no row is the same.
 */
export function differenceOf(before: Sheet, now: Sheet, columns: readonly OpenColumn[]): Difference | null {
  const known = now.head.every((code) => code === FLAG || columns.some((column) => column.code === code))
  if (!known || before.head.join() !== now.head.join()) return null
  const dimensions = now.head.filter((code) => columns.some((column) => column.code === code && column.unit === null))
  const values = now.head.filter((code) => !dimensions.includes(code))
  const pick = (row: readonly string[], codes: readonly string[]) => codes.map((code) => row[now.head.indexOf(code)] ?? '')
  const byKeys = (sheet: Sheet) => new Map(sheet.rows.map((row) => [pick(row, dimensions).join('\u0000'), row]))
  const [old, fresh] = [byKeys(before), byKeys(now)]
  const changes = [...new Set([...fresh.keys(), ...old.keys()])].map((key): RowChange => {
    const [was, is] = [old.get(key), fresh.get(key)]
    return {
      kind: was === undefined ? 'added' : is === undefined ? 'removed' : 'changed',
      keys: pick(is ?? was ?? [], dimensions),
      before: was === undefined ? null : pick(was, values),
      now: is === undefined ? null : pick(is, values),
    }
  })
  const rows = changes.filter((row) => row.kind !== 'changed' || row.before?.join('\u0000') !== row.now?.join('\u0000'))
  return { dimensions, values, rows }
}

/** The same as a file: how a row changed, its keys, and each value before and now. */
export function differenceCsv({ dimensions, values, rows }: Difference): string {
  const head = ['change', ...dimensions, ...values.flatMap((code) => [`${code}_before`, `${code}_now`])]
  const lines = rows.map(({ kind, keys, before, now }) => [kind, ...keys, ...values.flatMap((_, place) => [before?.[place] ?? '', now?.[place] ?? ''])])
  return `${[head, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}
