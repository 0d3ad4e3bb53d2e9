/** The ten districts and county-level cities of Suzhou as tiles, each about where it lies on the map. */
import { SHADES } from './base'
import { figureNumber, type Figure, type Measure } from './figures'
import type { Keys, Result } from './result'

/** Column and row from the north-west, by the code that a company chooses. */
export const TILES: Record<string, readonly [column: number, row: number]> = {
  '320582': [1, 1],
  '320581': [2, 1],
  '320507': [2, 2],
  '320583': [3, 2],
  '320585': [4, 2],
  '320505': [1, 3],
  '320508': [2, 3],
  '320571': [3, 3],
  '320506': [1, 4],
  '320509': [2, 4],
}

export interface Tile {
  code: string
  name: string
  column: number
  row: number
  figure: Figure
  colour: string
  /** White letters on it. */
  dark: boolean
}

/** Every tile, also of a district without a figure; other axes are taken together where the answer has that total. */
export function tilesOf(result: Result, measure: Measure, nameOf: (code: string) => string): Tile[] {
  const figure = (code: string) => {
    const keys: Keys = result.axes.map((_, axis) => (axis === 0 ? code : null))
    return result.figure(keys, measure.code)
  }
  const largest = Math.max(0, ...Object.keys(TILES).map((code) => figureNumber(figure(code)) ?? 0))
  return Object.entries(TILES).map(([code, [column, row]]) => {
    const found = figure(code)
    const step = stepOf(figureNumber(found), largest)
    return { code, name: nameOf(code), column, row, figure: found, colour: step === null ? '' : (SHADES[step] ?? ''), dark: step !== null && step >= 4 }
  })
}

/** The root of the share of the largest, in as many steps as there are shades. */
export function stepOf(value: number | null, largest: number): number | null {
  if (value === null || largest <= 0) return null
  if (value <= 0) return 0
  return Math.min(SHADES.length - 1, Math.floor(Math.sqrt(value / largest) * SHADES.length))
}
