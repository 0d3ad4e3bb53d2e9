/** The file of a data set as a table, and what of it makes a small chart. */
import type { OpenColumn } from '@/api/types'
import { isTime } from '../research/charts/period'
import type { Figures, FlatCell, PanelKind } from '../research/shapes'

export interface Sheet {
  head: string[]
  rows: string[][]
}

/** RFC 4180; a mark of the byte order may stand before it. */
export function readCsv(text: string): Sheet {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/y
  const body = text.replace(/^\uFEFF/, '')
  cell.lastIndex = 0
  while (cell.lastIndex < body.length) {
    const [, written = '', end = ''] = cell.exec(body) ?? []
    row.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written)
    if (end !== ',') {
      rows.push(row)
      row = []
      if (end === '') break
    } else if (cell.lastIndex === body.length) {
      rows.push([...row, ''])
    }
  }
  const [head = [], ...rest] = rows
  return { head, rows: rest }
}

export interface Sketch {
  figures: Figures
  kind: PanelKind
  /** The period that it shows, where it shows one only. */
  period: string | null
}

/** Whether the cell is withheld stands in this column. */
export const FLAG = 'flag'

/** Series over time as they are; of what has more to tell apart, the newest period, the largest first. */
export function sketch(sheet: Sheet, columns: readonly OpenColumn[], nameOf: (dimension: string, key: string) => string): Sketch | null {
  const dimensions = columns.filter((column) => column.unit === null)
  const measures = columns.filter((column) => column.unit !== null)
  const first = dimensions[0]
  const measure = measures[0]
  if (first === undefined || measure === undefined || sheet.rows.length === 0) return null
  const all = sheet.rows.map((row) => cellOf(sheet.head, row, measures))
  const others = dimensions.slice(1)
  const series = isTime(first.code) && others.every((one) => one.code === 'direction')
  const newest = isTime(first.code) && !series ? all.map((cell) => String(cell[first.code])).reduce((one, other) => (other > one ? other : one)) : null
  const cells = newest === null ? all : all.filter((cell) => cell[first.code] === newest)
  const kept = newest === null ? dimensions : others
  if (!series) cells.sort((one, other) => Number(other[measure.code] ?? -1) - Number(one[measure.code] ?? -1))
  const keysOf = (code: string) => [...new Set(cells.map((cell) => String(cell[code])))].map((key) => ({ code: key, name: nameOf(code, key) }))
  return {
    figures: {
      dimensions: kept.map(({ code, name }) => ({ code, name, unit: null, values: keysOf(code) })),
      measures: measures.map(({ code, name, unit }) => ({ code, name, unit, values: null })),
      cells,
      margins: [],
      totals: {},
    },
    kind: series && first.code !== 'year' ? 'line' : 'bar',
    period: newest,
  }
}

function cellOf(head: readonly string[], row: readonly string[], measures: readonly OpenColumn[]): FlatCell {
  const cell: FlatCell = {}
  head.forEach((code, place) => {
    const text = row[place] ?? ''
    if (code === FLAG) {
      if (text === 'c') cell.suppressed = true
    } else {
      cell[code] = text === '' && measures.some((measure) => measure.code === code) ? null : text
    }
  })
  return cell
}
