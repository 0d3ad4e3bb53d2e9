/** Months, quarters and years as codes: `2024-03`, `2024-Q1`, `2024`. */

export function isTime(dimension: string): boolean {
  return dimension === 'month' || dimension === 'quarter' || dimension === 'year'
}

const FORMS: Record<string, RegExp> = { month: /^\d{4}-(0[1-9]|1[0-2])$/, quarter: /^\d{4}-Q[1-4]$/, year: /^\d{4}$/ }

/** More gaps than this are not filled: a mistyped year must not make a thousand bars. */
const MOST = 400

function next(dimension: string, code: string): string {
  const year = Number(code.slice(0, 4))
  if (dimension === 'year') return String(year + 1)
  const part = Number(code.slice(dimension === 'month' ? 5 : 6))
  const last = dimension === 'month' ? 12 : 4
  const [nextYear, nextPart] = part === last ? [year + 1, 1] : [year, part + 1]
  return dimension === 'month' ? `${String(nextYear)}-${String(nextPart).padStart(2, '0')}` : `${String(nextYear)}-Q${String(nextPart)}`
}

/** All periods from the first to the last of these, so that a month without contracts keeps its place. */
export function periodsBetween(dimension: string, codes: readonly string[]): string[] {
  const sorted = [...new Set(codes)].sort()
  const form = FORMS[dimension]
  const first = sorted[0]
  const last = sorted.at(-1)
  if (form === undefined || first === undefined || last === undefined || sorted.some((code) => !form.test(code))) return sorted
  const all = [first]
  for (let code = first; code !== last; ) {
    if (all.length > MOST) return sorted
    code = next(dimension, code)
    all.push(code)
  }
  return all
}

/** The months that a period holds, first and last; null when it is none. */
export function monthsOf(dimension: string, code: string): { from: string; to: string } | null {
  if (!FORMS[dimension]?.test(code)) return null
  if (dimension === 'month') return { from: code, to: code }
  if (dimension === 'year') return { from: `${code}-01`, to: `${code}-12` }
  const quarter = Number(code.slice(6))
  const month = (number: number) => `${code.slice(0, 4)}-${String(number).padStart(2, '0')}`
  return { from: month(quarter * 3 - 2), to: month(quarter * 3) }
}

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}

/** The service began to count no earlier. */
export const EARLIEST_MONTH = '2000-01'

/** The month so many months away. */
export function monthsAway(month: string, count: number): string {
  const total = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  return `${String(Math.floor(total / 12)).padStart(4, '0')}-${String((total % 12) + 1).padStart(2, '0')}`
}
