/** A result as a table: some axes down, some across, totals at the ends where the answer has them. */
import type { Figure, Measure } from './figures'
import { combinations, keysAt, namesOf, placeOf, type Place, type Result } from './result'

export interface GridCell {
  figure: Figure
  unit: string
  total: boolean
  /** Where it leads; empty for a total of everything. */
  place: Place
}

export interface GridRow {
  id: string
  /** One heading for each axis that goes down. */
  names: string[]
  total: boolean
  cells: GridCell[]
}

export interface GridColumn {
  id: string
  name: string
  total: boolean
}

export interface Grid {
  stubs: string[]
  columns: GridColumn[]
  measures: Measure[]
  rows: GridRow[]
  /** Rows beyond these are not shown; files have them all. */
  left: number
}

/** More rows than this make a page slow; files have them all. */
export const MOST_TABLE_ROWS = 500

/** The first `down` axes go down, the others across. */
export function layOut(result: Result, down: number, total: string): Grid {
  const axes = result.axes.map((_, axis) => axis)
  const downAxes = axes.slice(0, down)
  const acrossAxes = axes.slice(down)
  const across = acrossAxes.length === 0 ? [[]] : combinations(result, acrossAxes)
  const withTotals = acrossAxes.length > 0
  const columns: GridColumn[] = across.map((keys) => ({ id: keys.join('\u0000'), name: namesOf(result, acrossAxes, keys), total: false }))
  const cellsOf = (rowKeys: readonly string[], rowAxes: readonly number[], isTotal: boolean): GridCell[] => {
    const at = (columnAxes: readonly number[], columnKeys: readonly string[], columnTotal: boolean) =>
      result.measures.map((measure): GridCell => {
        const both = [...rowAxes, ...columnAxes]
        const keys = [...rowKeys, ...columnKeys]
        return {
          figure: result.figure(keysAt(result, both, keys), measure.code),
          unit: measure.unit,
          total: isTotal || columnTotal,
          place: placeOf(result, both, keys),
        }
      })
    return [...across.flatMap((keys) => at(acrossAxes, keys, false)), ...(withTotals ? at([], [], true) : [])]
  }
  const found = downAxes.length === 0 ? [] : combinations(result, downAxes)
  const shown = found.slice(0, MOST_TABLE_ROWS)
  const rows: GridRow[] = shown.map((keys) => ({
    id: keys.join('\u0000'),
    names: keys.map((key, index) => result.name(downAxes[index] ?? 0, key)),
    total: false,
    cells: cellsOf(keys, downAxes, false),
  }))
  rows.push({ id: '\u0001', names: [total], total: true, cells: cellsOf([], [], true) })
  return {
    stubs: downAxes.length === 0 ? [total] : downAxes.map((axis) => result.axes[axis]?.name ?? ''),
    columns: withTotals ? [...columns, { id: '\u0001', name: total, total: true }] : columns,
    measures: result.measures,
    rows,
    left: found.length - shown.length,
  }
}

/** The same as text for a file, figures to their last digit; withheld and undefined ones are empty and marked in a column of their own. */
export function toCsv(grid: Grid): string {
  const several = grid.columns.length > 1
  const heads = grid.columns.flatMap((column) => grid.measures.map((measure) => (several ? `${column.name} ${measure.name}` : measure.name)))
  const lines = [[...grid.stubs, ...heads, 'withheld']]
  for (const row of grid.rows) {
    const stubs = grid.stubs.map((_, index) => row.names[index] ?? '')
    const values = row.cells.map(({ figure }) => (figure.state === 'value' ? String(figure.value) : ''))
    const withheld = heads.filter((_, index) => row.cells[index]?.figure.state === 'withheld')
    lines.push([...stubs, ...values, withheld.join('; ')])
  }
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe; numbers stay numbers. */
export function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
