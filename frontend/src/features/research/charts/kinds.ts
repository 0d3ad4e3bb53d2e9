/** Which charts a result has the shape for. */
import type { PanelKind } from '../shapes'
import { isTime } from './period'
import type { Result } from './result'

interface Shaped {
  axes: readonly { code: string }[]
}

export function canBe(kind: PanelKind, { axes }: Shaped): boolean {
  const first = axes[0]?.code ?? ''
  switch (kind) {
    case 'table':
      return true
    case 'bar':
      return axes.length >= 1
    case 'stacked':
    case 'heat':
      return axes.length >= 2
    case 'line':
      return isTime(first)
    case 'sankey':
      return axes.length >= 2 && !axes.some(({ code }) => isTime(code))
    case 'tile_map':
      return first === 'district'
  }
}

/** The kind wished for, or the nearest that can be drawn. A single column of ordered names, such as years of expiry, can be a line too. */
export function kindFor(wished: PanelKind, result: Pick<Result, 'axes'>): PanelKind {
  if (wished === 'line' && result.axes.length >= 1) return 'line'
  if (canBe(wished, result)) return wished
  return result.axes.length === 0 ? 'table' : 'bar'
}
