/** How a panel stands on its page: how many of its dimensions go down its table, and how much room it takes. */
import { pairsOf } from '../questionText'
import type { Panel } from '../shapes'

/** As its question says; a panel without one, and one whose rows say nothing, has one dimension down and the others across, three and more all down. */
export function downOf({ query, dimensions, kind }: Pick<Panel, 'query' | 'dimensions' | 'kind'>): number {
  const rows = new Map(pairsOf(query ?? '')).get('rows')?.split(',').filter((code) => code !== '').length ?? 0
  if (kind === 'table' && query === null) return dimensions.length
  // A chart's series read best as columns, but only where a question has put all of them down.
  if (rows > 0 && (rows < dimensions.length || rows > 2)) return Math.min(rows, dimensions.length)
  return dimensions.length > 2 ? dimensions.length : Math.min(1, dimensions.length)
}

/** Panels that need the whole width to be read. */
export function isWide({ kind, dimensions }: Pick<Panel, 'kind' | 'dimensions'>): boolean {
  return kind === 'sankey' || kind === 'heat' || kind === 'line' || kind === 'table' || dimensions.length > 2
}

/** Which panels take the whole width: those that need it, and whoever would stand alone in a row of two. */
export function widthsOf(panels: readonly Pick<Panel, 'kind' | 'dimensions'>[]): boolean[] {
  const wide = panels.map(isWide)
  let first: number | null = null
  const alone = () => {
    if (first !== null) wide[first] = true
    first = null
  }
  wide.forEach((needed, place) => {
    if (needed) alone()
    else first = first === null ? place : null
  })
  alone()
  return wide
}

/** Nothing in the selection at all. A panel that says why it has no figures has something to say. */
export function isEmpty(panels: readonly Pick<Panel, 'cells' | 'note'>[]): boolean {
  return panels.every((panel) => panel.cells.length === 0 && panel.note === null)
}
