/** How pressing a filing is, from the statutory clock alone, and the queue cut into those bands. */

export interface Timed {
  due_on?: string | null
  working_days_left?: number | null
  overdue?: boolean
}

export const URGENCIES = ['overdue', 'today', 'later', 'untimed'] as const
export type Urgency = (typeof URGENCIES)[number]

export function urgency(item: Timed): Urgency {
  if (item.overdue === true) return 'overdue'
  if (item.due_on == null || item.working_days_left == null) return 'untimed'
  return item.working_days_left <= 0 ? 'today' : 'later'
}

export interface Band<Item> {
  urgency: Urgency
  items: Item[]
}

/** Most pressing band first; inside a band the server's order stays. Empty bands are left out. */
export function bandsByUrgency<Item extends Timed>(items: readonly Item[]): Band<Item>[] {
  return URGENCIES.map((name) => ({
    urgency: name,
    items: items.filter((item) => urgency(item) === name),
  })).filter((band) => band.items.length > 0)
}
