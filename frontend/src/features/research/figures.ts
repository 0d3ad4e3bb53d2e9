/** How a figure is written, and how it becomes a bar's length. Exact text for the table, a number only for the chart. */
import { formatDecimal } from '@/ui/format'
import type { CellValue } from './pivotGrid'

/** Measures whose parts add up to the whole, so that bars may be stacked. */
const ADDITIVE = ['contracts', 'amount_usd', 'technology_fee_usd']

export function isAdditive(measure: string): boolean {
  return ADDITIVE.includes(measure)
}

export const NO_FIGURE = '—'

/** The figure to its last digit; a withheld or missing one is a dash. */
export function figureText(value: CellValue): string {
  return value === null || value === '' ? NO_FIGURE : formatDecimal(String(value))
}

export function figureNumber(value: CellValue): number | null {
  if (value === null || value === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Short axis labels: 1.2万 / 3.4亿 in Chinese, 12K / 3.4M in English. */
export function axisText(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}
