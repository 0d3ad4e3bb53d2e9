// Where two contracts differ, field by field.
import type { Contract } from '@/api/types'

export interface Difference {
  pointer: string
  mine: string
  theirs: string
}

function leaves(value: unknown, pointer: string, into: Map<string, string>): void {
  if (value === null || value === undefined || value === '') return
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) into.set(pointer, value.join('、'))
  else if (typeof value === 'object') for (const [key, one] of Object.entries(value)) leaves(one, `${pointer}/${key}`, into)
  else into.set(pointer, String(value))
}

export function differences(mine: Contract, theirs: Contract): Difference[] {
  const left = new Map<string, string>()
  const right = new Map<string, string>()
  leaves(mine, '/contract', left)
  leaves(theirs, '/contract', right)
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((pointer) => ({ pointer, mine: left.get(pointer) ?? '', theirs: right.get(pointer) ?? '' }))
    .filter((one) => one.mine !== one.theirs)
}
