/** A part of a whole in percent, with one decimal. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part * 1000) / whole) / 10
}
