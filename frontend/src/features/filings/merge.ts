// Three versions of one filing: what both began from, mine, and theirs. Each field that differs is settled by itself.
import type { Contract, RequestForm } from '@/api/types'

export interface Content {
  contract: Contract
  request: RequestForm
}

export interface Difference {
  pointer: string
  mine: string
  theirs: string
  /** Whose change it is; `both` needs a person. */
  by: 'mine' | 'theirs' | 'both'
}

export type Choice = 'mine' | 'theirs'

type Leaves = Map<string, unknown>

/** A list is one field: its rows have no names by which two versions could be told apart. */
function leaves(value: unknown, pointer: string, into: Leaves): void {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return
  if (typeof value === 'object' && !Array.isArray(value)) for (const [key, one] of Object.entries(value)) leaves(one, `${pointer}/${key}`, into)
  else into.set(pointer, value)
}

function leavesOf(content: Content): Leaves {
  const into: Leaves = new Map()
  leaves({ contract: content.contract, request: content.request }, '', into)
  return into
}

/** A value as people read it in a comparison. */
export function words(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(words).join('、')
  if (typeof value === 'object') return Object.values(value).map(words).filter((text) => text !== '').join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** The fields in which mine and theirs differ. Without a common beginning every one of them needs a person. */
export function compare(base: Content | null, mine: Content, theirs: Content): Difference[] {
  const [left, right] = [leavesOf(mine), leavesOf(theirs)]
  const from = base === null ? null : leavesOf(base)
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((pointer) => !same(left.get(pointer), right.get(pointer)))
    .map((pointer) => {
      const before = from?.get(pointer)
      const by = from === null ? 'both' : same(before, right.get(pointer)) ? 'mine' : same(before, left.get(pointer)) ? 'theirs' : 'both'
      return { pointer, mine: words(left.get(pointer)), theirs: words(right.get(pointer)), by }
    })
}

type Branch = Record<string, unknown>

function put(into: Branch, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(into, key)
    else into[key] = value
    return
  }
  const next = into[key]
  if (typeof next !== 'object' || next === null) into[key] = {}
  put(into[key] as Branch, rest, value)
}

/** Theirs, with mine in the fields where mine was chosen. */
export function merged(mine: Content, theirs: Content, rows: readonly Difference[], choose: (row: Difference) => Choice): Content {
  const result = JSON.parse(JSON.stringify({ contract: theirs.contract, request: theirs.request })) as Branch
  const left = leavesOf(mine)
  for (const row of rows) {
    if (choose(row) === 'mine') put(result, row.pointer.slice(1).split('/'), left.get(row.pointer))
  }
  return result as unknown as Content
}
