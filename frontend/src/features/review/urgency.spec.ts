import { describe, expect, it } from 'vitest'
import { bandsByUrgency, urgency } from './urgency'

const timed = (due_on: string | null, working_days_left: number | null, overdue = false) => ({
  due_on,
  working_days_left,
  overdue,
})

describe('urgency', () => {
  it('is overdue whatever the count of days says', () => {
    expect(urgency(timed('2026-11-20', 0, true))).toBe('overdue')
  })
  it('is today when no working day is left after today', () => {
    expect(urgency(timed('2026-11-23', 0))).toBe('today')
  })
  it('is later when a working day is left', () => {
    expect(urgency(timed('2026-11-24', 1))).toBe('later')
  })
  it('is untimed while the clock does not run', () => {
    expect(urgency(timed(null, null))).toBe('untimed')
  })
})

describe('bandsByUrgency', () => {
  it('puts overdue and due-today first and keeps the order inside a band', () => {
    const a = { id: 'a', ...timed('2026-11-25', 2) }
    const b = { id: 'b', ...timed('2026-11-20', -1, true) }
    const c = { id: 'c', ...timed('2026-11-25', 2) }
    const bands = bandsByUrgency([a, b, c])
    expect(bands.map((band) => [band.urgency, band.items.map((item) => item.id)])).toEqual([
      ['overdue', ['b']],
      ['later', ['a', 'c']],
    ])
  })
})
