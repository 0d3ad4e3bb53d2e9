// Sums of decimal text, exactly: money is never a floating-point number here.

function parts(text: string): { units: bigint; digits: number } | null {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (match === null) return null
  const fraction = match[2] ?? ''
  return { units: BigInt((match[1] ?? '0') + fraction), digits: fraction.length }
}

/** The sum of two decimal texts; what is no number counts as nothing. */
export function addDecimals(one: string, other: string): string {
  const [left, right] = [parts(one), parts(other)]
  if (left === null) return right === null ? '0' : other.trim()
  if (right === null) return one.trim()
  const digits = Math.max(left.digits, right.digits)
  const sum = left.units * 10n ** BigInt(digits - left.digits) + right.units * 10n ** BigInt(digits - right.digits)
  const text = sum.toString().padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** How much of the whole a part is, in whole percent from 0 to 100, rounded down; of nothing, nothing. */
export function percentOf(part: string, whole: string): number {
  const [left, right] = [parts(part), parts(whole)]
  if (left === null || right === null || right.units === 0n) return 0
  const percent = (left.units * 100n * 10n ** BigInt(right.digits)) / (right.units * 10n ** BigInt(left.digits))
  return percent > 100n ? 100 : Number(percent)
}
