/**
 * Holding a dimension and putting it somewhere: by pointer, by keys (space takes and puts, arrows move, escape leaves it),
 * or by one press and another. What happens is said aloud in `said`.
 */
import { ref, shallowRef, watch } from 'vue'
import { fits, othersIn, place, stepped, targetOf, type Layout, type Target, type Zone } from './placement'
import { useDragging } from './useDragging'

export interface Held {
  field: string
  from: Zone
  over: Target
}

export interface Placing {
  layout: () => Layout
  most: () => number
  name: (field: string) => string
  zoneName: (zone: Zone) => string
  say: (key: 'taken' | 'over' | 'put' | 'left' | 'full' | 'filtered', words: Record<string, string | number>) => string
  change: (layout: { rows: string[]; columns: string[] }) => void
  filter: (field: string) => void
}

export function usePlacing(placing: Placing) {
  const held = shallowRef<Held | null>(null)
  const said = ref('')
  /** What was put just now. */
  let moved: string | null = null

  function take(field: string, zone: Zone) {
    held.value = { field, from: zone, over: targetOf(placing.layout(), field, zone) }
    said.value = placing.say('taken', { name: placing.name(field) })
  }

  function leave() {
    if (held.value !== null) said.value = placing.say('left', { name: placing.name(held.value.field) })
    held.value = null
  }

  function put(target: Target) {
    const now = held.value
    if (now === null) return
    held.value = null
    const words = { name: placing.name(now.field), zone: placing.zoneName(target.zone), n: target.at + 1, most: placing.most() }
    if (target.zone === 'filters') {
      placing.filter(now.field)
      said.value = placing.say('filtered', words)
      return
    }
    if (!fits(placing.layout(), now.field, target.zone, placing.most())) {
      said.value = placing.say('full', words)
      return
    }
    moved = `[data-zone="${target.zone}"] [data-field="${now.field}"]`
    placing.change(place(placing.layout(), now.field, target, placing.most()))
    said.value = placing.say('put', words)
  }

  // The field is drawn anew where it was put, once the address has changed: the focus goes along.
  watch(
    placing.layout,
    () => {
      if (moved !== null) document.querySelector<HTMLElement>(moved)?.focus()
      moved = null
    },
    { flush: 'post' },
  )

  function hover(target: Target) {
    const now = held.value
    if (now === null || (now.over.zone === target.zone && now.over.at === target.at)) return
    held.value = { ...now, over: target }
    const of = othersIn(placing.layout(), target.zone, now.field).length + 1
    said.value = placing.say('over', { zone: placing.zoneName(target.zone), n: target.at + 1, of })
  }

  /** A press on a field: takes it, or puts what is held where it stands. */
  function press(field: string, zone: Zone) {
    if (takeClick()) return
    const now = held.value
    if (now === null) take(field, zone)
    else if (now.field === field) put(now.over)
    else put(targetOf(placing.layout(), field, zone))
  }

  function key(event: KeyboardEvent) {
    const now = held.value
    if (now === null) return
    if (event.key === 'Escape') {
      event.preventDefault()
      leave()
      return
    }
    const next = stepped(placing.layout(), now.field, now.over, event.key)
    if (next === null) return
    event.preventDefault()
    hover(next)
  }

  const { pointer, down, takeClick } = useDragging({
    begin: take,
    over: hover,
    end: (target) => {
      if (target === null) leave()
      else put(target)
    },
  })
  return { held, pointer, said, press, key, down, put, leave }
}
