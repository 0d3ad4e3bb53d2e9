/** Editions of the control catalogue, as the server answers them. */

export type EditionState = 'waiting' | 'upcoming' | 'in_force' | 'past'

export interface EditionView {
  number: number
  name: string
  source: string
  partial: boolean
  state: EditionState
  in_force_from: string | null
  digest: string
  loaded_at: string
}

export interface CatalogueItem {
  direction: 'import' | 'export'
  class: 'prohibited' | 'restricted'
  item_no: string | null
  industry: string | null
  name: string
  control_points: string | null
  source: string
  status: string
}

export const ITEM_FIELDS = ['class', 'item_no', 'industry', 'name', 'control_points'] as const
export type ItemField = (typeof ITEM_FIELDS)[number]

export interface CatalogueDiff {
  added: CatalogueItem[]
  removed: CatalogueItem[]
  changed: { before: CatalogueItem; after: CatalogueItem; fields: ItemField[] }[]
  unchanged: number
}

export interface Preview {
  items: number
  against: { number: number; name: string; partial: boolean }
  diff: CatalogueDiff | null
  problems: { line: number; column: string | null; message: string }[]
}

/** Whether loading this would change nothing that is controlled. */
export function isEmpty(diff: CatalogueDiff): boolean {
  return diff.added.length + diff.removed.length + diff.changed.length === 0
}

/** Names the item in lists that are drawn. */
export function itemKey(item: CatalogueItem): string {
  return [item.direction, item.class, item.item_no ?? '', item.name].join('/')
}

/** The day in Shanghai, which is the day that editions are in force by. */
export function todayInShanghai(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
}
