/** What narrows a question, as it is written in addresses: `country:DE,US`, `!country:US`, `month:2024-01..2024-12`. */
import type { LocationQuery } from 'vue-router'

export interface Narrowing {
  dimension: string
  /** One of these; a range is one value with `..` in it. */
  values: string[]
  /** None of these instead. */
  except: boolean
}

const CODE = /^[a-z][a-z_]*$/

export function all(value: LocationQuery[string] | undefined): string[] {
  const list = Array.isArray(value) ? value : [value]
  return list.flatMap((one) => (one == null || one === '' ? [] : [one]))
}

export function readFilter(written: string): Narrowing | null {
  const except = written.startsWith('!')
  const text = except ? written.slice(1) : written
  const at = text.indexOf(':')
  const dimension = text.slice(0, Math.max(at, 0))
  const values = text.slice(at + 1).split(',').filter((value) => value !== '')
  return CODE.test(dimension) && values.length > 0 ? { dimension, values: [...new Set(values)], except } : null
}

/** In the order of the address; of two on one dimension the last holds. */
export function readFilters(written: readonly string[]): Narrowing[] {
  const read = written.flatMap((one) => readFilter(one) ?? [])
  return read.filter((one, index) => !read.slice(index + 1).some((later) => later.dimension === one.dimension))
}

export function writeFilter({ dimension, values, except }: Narrowing): string {
  return `${except ? '!' : ''}${dimension}:${[...values].sort().join(',')}`
}

/** In the order in which they were chosen: the way back. */
export function writeFilters(filters: readonly Narrowing[]): string[] {
  return filters.filter((one) => one.values.length > 0).map(writeFilter)
}

/** In a fixed order: one question has one text. */
export function canonicalFilters(filters: readonly Narrowing[]): string[] {
  return writeFilters([...filters].sort((one, other) => (one.dimension < other.dimension ? -1 : 1)))
}

/** With this choice on its dimension: in its place, or last; without values the dimension no longer narrows. */
export function withFilter(filters: readonly Narrowing[], chosen: Narrowing): Narrowing[] {
  const known = filters.some((one) => one.dimension === chosen.dimension)
  const next = known ? filters.map((one) => (one.dimension === chosen.dimension ? chosen : one)) : [...filters, chosen]
  return next.filter((one) => one.values.length > 0)
}
