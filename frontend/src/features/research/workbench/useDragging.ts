/** A dimension that follows the pointer, from the press to where it is let go. */
import { onBeforeUnmount, shallowRef } from 'vue'
import type { Target, Zone } from './placement'

export interface Dragging {
  begin: (field: string, zone: Zone) => void
  over: (target: Target) => void
  /** Null: let go beside every zone. */
  end: (target: Target | null) => void
}

/** Pixels before a press becomes a drag. */
const SLACK = 6

export function useDragging({ begin, over, end }: Dragging) {
  /** Where the pointer is while it drags. */
  const pointer = shallowRef<{ x: number; y: number } | null>(null)
  let pressed: { field: string; zone: Zone; x: number; y: number } | null = null
  let dragged = false

  function down(event: PointerEvent, field: string, zone: Zone) {
    if (event.button !== 0) return
    // A finger scrolls, unless it takes the grip; a tap takes the field as well.
    if (event.pointerType === 'touch' && !(event.target as HTMLElement).closest('[data-grip]')) return
    dragged = false
    pressed = { field, zone, x: event.clientX, y: event.clientY }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', cancel)
  }

  function move(event: PointerEvent) {
    if (pressed === null) return
    if (pointer.value === null) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK) return
      dragged = true
      begin(pressed.field, pressed.zone)
    }
    event.preventDefault()
    pointer.value = { x: event.clientX, y: event.clientY }
    const target = under(event.clientX, event.clientY, pressed.field)
    if (target !== null) over(target)
  }

  function up(event: PointerEvent) {
    const field = pressed?.field
    const wasDragging = pointer.value !== null
    stop()
    if (field === undefined || !wasDragging) return
    end(under(event.clientX, event.clientY, field))
    // The click that follows belongs to the drag, if it comes at all.
    setTimeout(() => {
      dragged = false
    })
  }

  function cancel() {
    const wasDragging = pointer.value !== null
    stop()
    if (wasDragging) end(null)
  }

  function stop() {
    pressed = null
    pointer.value = null
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', cancel)
  }
  onBeforeUnmount(stop)

  /** Whether the click that is here belongs to a drag. */
  function takeClick(): boolean {
    const was = dragged
    dragged = false
    return was
  }
  return { pointer, down, takeClick }
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
