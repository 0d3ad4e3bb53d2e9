/** How a figure is written, and how it becomes a length. Exact text for tables, a number only for drawing. */
import { formatDecimal } from '@/ui/format'
import type { FlatCell, Named, Value } from '../shapes'

export interface Measure extends Named {
  unit: string
}

/** What stands in a place of a table. Withheld, undefined and zero are three different things. */
export type Figure =
  | { state: 'value'; value: string | number }
  | { state: 'withheld' }
  | { state: 'undefined' }
  /** No contract is of this combination. */
  | { state: 'absent' }

export const NO_FIGURE = '—'
export const WITHHELD = '⊘'

export function figureOf(cell: FlatCell | undefined, measure: string): Figure {
  if (cell === undefined) return { state: 'absent' }
  const value = cell[measure] as Value | undefined
  const { suppressed } = cell
  if (value !== null && value !== undefined && value !== '') return { state: 'value', value }
  const withheld = suppressed === true || (Array.isArray(suppressed) && suppressed.includes(measure))
  return withheld ? { state: 'withheld' } : { state: 'undefined' }
}

/** Units whose parts add up to the whole, so that bars may be stacked. */
export function isAdditive(measure: Measure): boolean {
  return (measure.unit === 'count' || measure.unit === 'usd') && !/^(mean|median|p90)_/.test(measure.code)
}

/** The figure to its last digit; a share as a percentage; `withheld` is what a withheld one is called. */
export function figureText(figure: Figure, unit: string, withheld: string): string {
  if (figure.state === 'withheld') return withheld
  if (figure.state !== 'value') return NO_FIGURE
  return valueText(figure.value, unit)
}

/** What stands for figures that are not drawn: withheld, missing, or, of several, both. */
export function missingText(figures: readonly Figure[], withheld: string): string {
  const hidden = figures.some((figure) => figure.state === 'withheld')
  const missing = figures.some((figure) => figure.state === 'undefined' || figure.state === 'absent')
  return hidden && missing ? `${NO_FIGURE} / ${WITHHELD}` : hidden ? withheld : NO_FIGURE
}

export function valueText(value: string | number, unit: string): string {
  if (unit === 'ratio') return `${(Number(value) * 100).toFixed(2)}%`
  if (unit === 'percent') return `${Number(value).toFixed(2)}%`
  return formatDecimal(String(value))
}

/** For drawing: null where there is nothing to draw. */
export function figureNumber(figure: Figure): number | null {
  if (figure.state !== 'value') return null
  const number = Number(figure.value)
  return Number.isFinite(number) ? number : null
}

/** Short: 1.2万 / 3.4亿 in Chinese, 12K / 3.4M in English. */
export function shortText(value: number, unit: string, locale: string): string {
  if (unit === 'ratio') return `${String(Math.round(value * 1000) / 10)}%`
  if (unit === 'percent') return `${String(Math.round(value * 100) / 100)}%`
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: Math.abs(value) < 100 ? 2 : 1 }).format(value)
}
