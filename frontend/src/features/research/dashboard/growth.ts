/** Growth as people say it: up, down or level, by how many per cent. */
import type { Value } from '../shapes'

export interface Growth {
  direction: 'up' | 'down' | 'level'
  sign: string
  text: string
}

/** `yoy` is a share of the figure a year before: 0.1 is a tenth more. Null where there was nothing to compare with. */
export function growthOf(yoy: Value): Growth | null {
  if (yoy === null || yoy === '') return null
  const percent = Number(yoy) * 100
  if (!Number.isFinite(percent)) return null
  const text = `${Math.abs(percent).toFixed(1)}%`
  if (Math.abs(percent) < 0.05) return { direction: 'level', sign: '—', text }
  return percent > 0 ? { direction: 'up', sign: '▲', text } : { direction: 'down', sign: '▼', text }
}
