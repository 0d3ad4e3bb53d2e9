/** Arrow keys in a table: one cell takes the tab stop, the arrows move it. Pure moves are here, focusing in the component. */

export interface Cell {
  row: number
  column: number
}

/** Rows that page keys jump over. */
const PAGE = 10

/** Where a key leads within so many rows and columns; null when it is no key of ours. */
export function moved(cell: Cell, key: string, whole: boolean, rows: number, columns: number): Cell | null {
  const { row, column } = cell
  const to = (nextRow: number, nextColumn: number): Cell => ({
    row: Math.min(Math.max(nextRow, 0), rows - 1),
    column: Math.min(Math.max(nextColumn, 0), columns - 1),
  })
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column)
    case 'ArrowDown':
      return to(row + 1, column)
    case 'ArrowLeft':
      return to(row, column - 1)
    case 'ArrowRight':
      return to(row, column + 1)
    case 'PageUp':
      return to(row - PAGE, column)
    case 'PageDown':
      return to(row + PAGE, column)
    case 'Home':
      return whole ? to(0, 0) : to(row, 0)
    case 'End':
      return whole ? to(rows - 1, columns - 1) : to(row, columns - 1)
    default:
      return null
  }
}
