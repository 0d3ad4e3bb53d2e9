/**
 * Holding a dimension and putting it somewhere: by pointer, by keys (space takes and puts, arrows move, escape leaves it),
 * or by one press and another. What happens is said aloud in `said`.
 */
import { nextTick, onBeforeUnmount, ref, shallowRef } from 'vue'
import { fits, othersIn, place, stepped, targetOf, type Layout, type Target, type Zone } from './placement'

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

/** Pixels before a press becomes a drag. */
const SLACK = 6

export function usePlacing(placing: Placing) {
  const held = shallowRef<Held | null>(null)
  /** Where the pointer drags to; null when keys or presses move it. */
  const pointer = shallowRef<{ x: number; y: number } | null>(null)
  const said = ref('')
  let pressed: { field: string; zone: Zone; x: number; y: number } | null = null
  let dragged = false

  function take(field: string, zone: Zone) {
    held.value = { field, from: zone, over: targetOf(placing.layout(), field, zone) }
    said.value = placing.say('taken', { name: placing.name(field) })
  }

  function leave() {
    if (held.value !== null) said.value = placing.say('left', { name: placing.name(held.value.field) })
    held.value = null
    pointer.value = null
  }

  function put(target: Target) {
    const now = held.value
    if (now === null) return
    held.value = null
    pointer.value = null
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
    placing.change(place(placing.layout(), now.field, target, placing.most()))
    said.value = placing.say('put', words)
    void nextTick(() => document.querySelector<HTMLElement>(`[data-zone="${target.zone}"] [data-field="${now.field}"]`)?.focus())
  }

  function hover(target: Target) {
    const now = held.value
    if (now === null || (now.over.zone === target.zone && now.over.at === target.at)) return
    held.value = { ...now, over: target }
    const of = othersIn(placing.layout(), target.zone, now.field).length + 1
    said.value = placing.say('over', { zone: placing.zoneName(target.zone), n: target.at + 1, of })
  }

  /** A press on a field: takes it, or puts what is held where it stands. */
  function press(field: string, zone: Zone) {
    if (dragged) {
      dragged = false
      return
    }
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

  function down(event: PointerEvent, field: string, zone: Zone) {
    if (event.button !== 0) return
    // A finger scrolls, unless it takes the grip; a tap takes the field as well.
    if (event.pointerType === 'touch' && !(event.target as HTMLElement).closest('[data-grip]')) return
    dragged = false
    pressed = { field, zone, x: event.clientX, y: event.clientY }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', stop)
  }

  function move(event: PointerEvent) {
    if (pressed === null) return
    if (pointer.value === null && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK) return
    event.preventDefault()
    if (pointer.value === null) {
      dragged = true
      take(pressed.field, pressed.zone)
    }
    pointer.value = { x: event.clientX, y: event.clientY }
    const target = under(event.clientX, event.clientY, pressed.field)
    if (target !== null) hover(target)
  }

  function up(event: PointerEvent) {
    const target = pressed === null || pointer.value === null ? null : under(event.clientX, event.clientY, pressed.field)
    const wasDragging = pointer.value !== null
    unlisten()
    if (!wasDragging) return
    if (target === null) leave()
    else put(target)
    // The click that follows belongs to the drag, if it comes at all.
    setTimeout(() => {
      dragged = false
    })
  }

  function stop() {
    unlisten()
    leave()
  }

  function unlisten() {
    pressed = null
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', stop)
  }
  onBeforeUnmount(unlisten)

  return { held, pointer, said, press, key, down, put, leave }
}

/** The zone below a point, and how many of its fields stand before that point. */
function under(x: number, y: number, field: string): Target | null {
  const zone = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-zone]')
  if (!zone) return null
  const others = [...zone.querySelectorAll<HTMLElement>('[data-field]')].filter((one) => one.dataset['field'] !== field)
  const before = others.filter((one) => {
    const box = one.getBoundingClientRect()
    return box.bottom < y || (box.top <= y && box.left + box.width / 2 < x)
  })
  const name = zone.dataset['zone'] as Zone
  return { zone: name, at: name === 'rows' || name === 'columns' ? before.length : 0 }
}
