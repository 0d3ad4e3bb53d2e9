/**
 * Cells, margins and totals of an answer by their places. Totals are looked up, never added up here: a mean has no
 * sum, and a withheld cell must not come back by subtraction.
 */
import { figureOf, type Figure, type Measure } from './figures'
import { isTime, periodsBetween } from './period'
import type { Figures, FlatCell, Named } from '../shapes'

export interface Axis extends Named {
  /** What occurs, in the order in which it is shown. */
  keys: Named[]
}

/** A key of each axis; null stands for all of them. */
export type Keys = readonly (string | null)[]

/** Where a figure stands, by dimension code. */
export type Place = Record<string, string>

export interface Result {
  axes: Axis[]
  measures: Measure[]
  /** Combinations of keys that occur, in order. */
  rows: string[][]
  figure(keys: Keys, measure: string): Figure
  name(axis: number, key: string): string
  withheld: boolean
}

/** The words for codes, where the answer does not bring its own. */
export interface Words {
  dimension(code: string): string
  values(code: string): readonly Named[]
  measure(code: string): Measure
}

const ALL = '\u0001'
const JOIN = '\u0000'
const at = (keys: Keys): string => keys.map((key) => key ?? ALL).join(JOIN)

export function readResult(figures: Figures, words: Words): Result {
  const columns = figures.dimensions.map((column) => (typeof column === 'string' ? { code: column, name: words.dimension(column), values: null } : column))
  const listed = columns.map((column) => column.values ?? words.values(column.code))
  const rows = figures.cells.map((cell) => columns.map(({ code }) => keyOf(cell, code)))
  const axes = columns.map((column, place): Axis => ({
    code: column.code,
    name: column.name,
    keys: ordered(column.code, place === 0, rows.map((row) => row[place] ?? ''), listed[place] ?? []),
  }))
  const cells = new Map<string, FlatCell>([[at(columns.map(() => null)), figures.totals]])
  for (const margin of figures.margins) {
    for (const cell of margin.cells) {
      cells.set(at(columns.map(({ code }) => (margin.dimensions.includes(code) ? keyOf(cell, code) : null))), cell)
    }
  }
  figures.cells.forEach((cell, index) => cells.set(at(rows[index] ?? []), cell))
  const names = axes.map((axis) => new Map(axis.keys.map((key) => [key.code, key.name])))
  return {
    axes,
    measures: figures.measures.map((column) =>
      typeof column === 'string' ? words.measure(column) : { code: column.code, name: column.name, unit: column.unit ?? words.measure(column.code).unit },
    ),
    rows,
    figure: (keys, measure) => figureOf(cells.get(at(keys)), measure),
    name: (axis, key) => names[axis]?.get(key) ?? key,
    withheld: [...cells.values()].some((cell) => cell.suppressed === true || Array.isArray(cell.suppressed)),
  }
}

function keyOf(cell: FlatCell, code: string): string {
  const key = cell[code]
  return typeof key === 'string' || typeof key === 'number' ? String(key) : ''
}

/** The first axis as answered (it may be ordered by a measure), times in their order, the others as their dimension lists them. */
function ordered(code: string, first: boolean, seen: string[], listed: readonly Named[]): Named[] {
  const names = new Map(listed.map((one) => [one.code, one.name]))
  const keys = [...new Set(seen)]
  const named = (key: string) => ({ code: key, name: names.get(key) ?? key })
  if (isTime(code)) return periodsBetween(code, keys).map(named)
  if (first) return keys.map(named)
  const places = new Map(listed.map((one, place) => [one.code, place]))
  const place = (key: string) => places.get(key) ?? Number.MAX_SAFE_INTEGER
  return keys.sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1)).map(named)
}

/** Combinations of the keys of some axes that occur together, in the order of the axes. */
export function combinations(result: Result, axes: readonly number[]): string[][] {
  const places = axes.map((axis) => new Map(result.axes[axis]?.keys.map((key, place) => [key.code, place])))
  const found = new Map<string, string[]>()
  for (const row of result.rows) {
    const keys = axes.map((axis) => row[axis] ?? '')
    found.set(at(keys), keys)
  }
  const place = (keys: string[], index: number) => places[index]?.get(keys[index] ?? '') ?? 0
  return [...found.values()].sort((one, other) => {
    for (let index = 0; index < axes.length; index += 1) {
      const difference = place(one, index) - place(other, index)
      if (difference !== 0) return difference
    }
    return 0
  })
}

/** Keys of all axes, from keys of some of them; the others are taken together. */
export function keysAt(result: Result, axes: readonly number[], keys: readonly string[]): Keys {
  const given = new Map(axes.map((axis, index) => [axis, keys[index] ?? '']))
  return result.axes.map((_, axis) => given.get(axis) ?? null)
}

export function placeOf(result: Result, axes: readonly number[], keys: readonly string[]): Place {
  return Object.fromEntries(axes.map((axis, index) => [result.axes[axis]?.code ?? '', keys[index] ?? '']))
}

export function namesOf(result: Result, axes: readonly number[], keys: readonly string[]): string {
  return axes.map((axis, index) => result.name(axis, keys[index] ?? '')).join(' · ')
}
