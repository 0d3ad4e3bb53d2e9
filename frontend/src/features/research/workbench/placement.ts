/** Where a dimension that is held may be put, and what the question is afterwards. No events here. */

export const ZONES = ['offer', 'rows', 'columns', 'filters'] as const
export type Zone = (typeof ZONES)[number]

export interface Layout {
  rows: readonly string[]
  columns: readonly string[]
}

export interface Target {
  zone: Zone
  /** How many others stand before it. */
  at: number
}

/** What stands in a zone beside the one that is held. */
export function othersIn(layout: Layout, zone: Zone, field: string): string[] {
  return zone === 'rows' || zone === 'columns' ? layout[zone].filter((one) => one !== field) : []
}

export function targetOf(layout: Layout, field: string, zone: Zone): Target {
  const place = zone === 'rows' || zone === 'columns' ? layout[zone].indexOf(field) : -1
  return { zone, at: place >= 0 ? place : othersIn(layout, zone, field).length }
}

/** Whether there is room: rows and columns hold so many together. A filter takes none. */
export function fits(layout: Layout, field: string, zone: Zone, most: number): boolean {
  if (zone === 'offer' || zone === 'filters') return true
  return othersIn(layout, 'rows', field).length + othersIn(layout, 'columns', field).length < most
}

/** The layout with the field at the target; as it was where it does not fit, or becomes a filter. */
export function place(layout: Layout, field: string, target: Target, most: number): { rows: string[]; columns: string[] } {
  const as = { rows: [...layout.rows], columns: [...layout.columns] }
  if (target.zone === 'filters' || !fits(layout, field, target.zone, most)) return as
  const rows = othersIn(layout, 'rows', field)
  const columns = othersIn(layout, 'columns', field)
  if (target.zone === 'rows') rows.splice(target.at, 0, field)
  if (target.zone === 'columns') columns.splice(target.at, 0, field)
  return { rows, columns }
}

/** Where an arrow key leads: along a zone, or to the next one. Null when it is no arrow. */
export function stepped(layout: Layout, field: string, over: Target, key: string): Target | null {
  const last = othersIn(layout, over.zone, field).length
  const zone = ZONES.indexOf(over.zone)
  switch (key) {
    case 'ArrowLeft':
      return { ...over, at: Math.max(over.at - 1, 0) }
    case 'ArrowRight':
      return { ...over, at: Math.min(over.at + 1, last) }
    case 'ArrowUp':
      return targetOf(layout, field, ZONES[Math.max(zone - 1, 0)] ?? over.zone)
    case 'ArrowDown':
      return targetOf(layout, field, ZONES[Math.min(zone + 1, ZONES.length - 1)] ?? over.zone)
    default:
      return null
  }
}
