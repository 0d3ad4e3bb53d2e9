/** Growth as people say it: up, down or level, by how many per cent. */
import type { HeadlineFigure, Value } from '../shapes'

export interface Growth {
  direction: 'up' | 'down' | 'level'
  sign: string
  text: string
}

/** `share` is of the earlier figure: 0.1 is a tenth more. Null where there is no figure to compare with, or it is withheld. */
export function growthOf(share: Value): Growth | null {
  if (share === null || share === '') return null
  const percent = Number(share) * 100
  if (!Number.isFinite(percent)) return null
  const text = `${Math.abs(percent).toFixed(1)}%`
  if (Math.abs(percent) < 0.05) return { direction: 'level', sign: '—', text }
  return percent > 0 ? { direction: 'up', sign: '▲', text } : { direction: 'down', sign: '▼', text }
}

/** What a figure has grown from: the same months a year before, the months just before, or both alike, as of a whole year. */
export type Since = 'year' | 'before' | 'both'

/** The growth of a figure, one line each; of a withheld one there is none to tell. */
export function growthsOf({ yoy, mom, suppressed }: HeadlineFigure): { since: Since; growth: Growth | null }[] {
  if (suppressed) return []
  if (yoy === mom) return [{ since: 'both', growth: growthOf(yoy) }]
  return [
    { since: 'year', growth: growthOf(yoy) },
    { since: 'before', growth: growthOf(mom) },
  ]
}
