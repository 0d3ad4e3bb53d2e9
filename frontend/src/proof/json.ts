// Reading JSON from strangers: nothing is taken to be what it should be until it was looked at.
import { Fault, type FaultKind } from './fault'

export type Members = Readonly<Record<string, unknown>>

/** The object itself, or a fault of this kind. */
export function members(value: unknown, otherwise: FaultKind): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault(otherwise)
  return value as Members
}

export function parseMembers(text: string, otherwise: FaultKind): Members {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Fault(otherwise)
  }
  return members(value, otherwise)
}

export function text(value: unknown, otherwise: FaultKind): string {
  if (typeof value !== 'string') throw new Fault(otherwise)
  return value
}

/** An integer that is not negative. */
export function count(value: unknown, otherwise: FaultKind): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Fault(otherwise)
  return value
}
