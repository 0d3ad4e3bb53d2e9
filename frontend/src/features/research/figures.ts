/** How a figure is written, and how it becomes a bar's length. Exact text for the table, a number only for the chart. */
import { formatDecimal } from '@/ui/format'
import type { CellValue } from './pivotGrid'

/** Units whose parts add up to the whole, so that bars may be stacked. */
const ADDITIVE = ['count', 'usd']

export function isAdditive(unit: string): boolean {
  return ADDITIVE.includes(unit)
}

export const NO_FIGURE = '—'

/** The figure to its last digit; a share as a percentage; a withheld or missing one as a dash. */
export function figureText(value: CellValue, unit = ''): string {
  if (value === null || value === '') return NO_FIGURE
  return unit === 'ratio' ? `${(Number(value) * 100).toFixed(2)}%` : formatDecimal(String(value))
}

export function figureNumber(value: CellValue): number | null {
  if (value === null || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Short axis labels: 1.2万 / 3.4亿 in Chinese, 12K / 3.4M in English. */
export function axisText(value: number, unit: string, locale: string): string {
  if (unit === 'ratio') return `${Math.round(value * 100)}%`
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}
