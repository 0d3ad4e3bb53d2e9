/** What a notice adds up: counts of desks that are counted apart, so that their sum is right. */
import type { DeskQuality } from '@/api/types'

export const DESK_COUNTS = ['facts', 'findings', 'proposed', 'asked', 'confirmed', 'corrected', 'reported'] as const
export type DeskCount = (typeof DESK_COUNTS)[number]

export function countOf(desk: DeskQuality, key: DeskCount): number {
  return key === 'findings' ? desk.findings.reduce((sum, one) => sum + one.count, 0) : desk[key]
}

export function countsOf(desks: readonly DeskQuality[]): Record<DeskCount, number> {
  const sum = (key: DeskCount) => desks.reduce((total, desk) => total + countOf(desk, key), 0)
  return Object.fromEntries(DESK_COUNTS.map((key) => [key, sum(key)])) as Record<DeskCount, number>
}
