/**
 * Flat cells of an answer laid out as a grid. Totals are never added up here: a mean has no sum, and a
 * withheld cell must not come back by subtraction, so row and column totals are answers of their own.
 */

export type CellValue = string | number | null

export type FlatCell = Record<string, CellValue | undefined>

export interface Answer {
  as_of: number
  cells: readonly FlatCell[]
  totals: FlatCell
}

export interface Named {
  code: string
  name: string
}

export interface Measure extends Named {
  /** `count`, `usd`, `ratio` (1 is the whole), `percent` or `working_days`. */
  unit: string
}

export interface Axis {
  code: string
  values: readonly Named[]
}

export interface Grid {
  rows: Named[]
  columns: Named[]
  value(row: string, column: string, measure: string): CellValue
  rowTotal(row: string, measure: string): CellValue
  columnTotal(column: string, measure: string): CellValue
  total(measure: string): CellValue
}

export interface GridParts {
  rows: Axis
  columns: Axis | null
  answer: Answer
  /** The same question by rows alone and by columns alone; wanted only when both axes are used. */
  byRow: Answer | null
  byColumn: Answer | null
}

/** The key of the only column when a question has no column dimension. */
export const SINGLE_COLUMN = ''

const JOIN = '\u0000'

function read(cell: FlatCell | undefined, measure: string): CellValue {
  return cell?.[measure] ?? null
}

function keyOf(cell: FlatCell, axis: Axis | null): string {
  return axis === null ? SINGLE_COLUMN : String(cell[axis.code] ?? '')
}

/** Values that occur, in the order the dimension lists them; a value it does not list keeps its code as its name. */
function occurring(axis: Axis, cells: readonly FlatCell[]): Named[] {
  const seen = new Set(cells.map((cell) => keyOf(cell, axis)))
  const listed = axis.values.filter((value) => seen.has(value.code))
  const known = new Set(listed.map((value) => value.code))
  const unknown = [...seen].filter((code) => !known.has(code)).sort()
  return [...listed, ...unknown.map((code) => ({ code, name: code }))]
}

function index(answer: Answer | null, axis: Axis | null): Map<string, FlatCell> {
  return new Map((answer?.cells ?? []).map((cell) => [keyOf(cell, axis), cell]))
}

export function layOut({ rows, columns, answer, byRow, byColumn }: GridParts): Grid {
  const cells = new Map(answer.cells.map((cell) => [keyOf(cell, rows) + JOIN + keyOf(cell, columns), cell]))
  const rowTotals = index(byRow, rows)
  const columnTotals = index(byColumn, columns)
  return {
    rows: occurring(rows, answer.cells),
    columns: columns === null ? [{ code: SINGLE_COLUMN, name: '' }] : occurring(columns, answer.cells),
    value: (row, column, measure) => read(cells.get(row + JOIN + column), measure),
    rowTotal: (row, measure) => read(rowTotals.get(row), measure),
    columnTotal: (column, measure) => read(columnTotals.get(column), measure),
    total: (measure) => read(answer.totals, measure),
  }
}
