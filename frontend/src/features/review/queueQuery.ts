/**
 * What the address bar says about the queue, and the same words for the API.
 * The address is the only place where the filters are kept: a link to a queue can be sent to a colleague.
 */
import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Query } from '@/api/client'

export interface QueueFilter {
  desk: string
  state: string
  search: string
  mine: boolean
}

/** States that a filing can be in while a desk still owes an answer. */
export const OPEN_STATES = ['submitted', 'in_review', 'recommended'] as const

function first(value: LocationQuery[string] | undefined): string {
  const one = Array.isArray(value) ? value[0] : value
  return one ?? ''
}

export function readQueueFilter(query: LocationQuery): QueueFilter {
  const state = first(query['state'])
  return {
    desk: first(query['desk']),
    state: (OPEN_STATES as readonly string[]).includes(state) ? state : '',
    search: first(query['q']).trim(),
    mine: first(query['mine']) === '1',
  }
}

export function writeQueueFilter(filter: QueueFilter): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  if (filter.desk !== '') query['desk'] = filter.desk
  if (filter.state !== '') query['state'] = filter.state
  if (filter.search.trim() !== '') query['q'] = filter.search.trim()
  if (filter.mine) query['mine'] = '1'
  return query
}

/** The parameters of `GET /queue`; empty ones are left out when sent. */
export function queueParameters(filter: QueueFilter): Query {
  return {
    desk: filter.desk,
    state: filter.state,
    q: filter.search,
    mine: filter.mine ? true : undefined,
  }
}

export function isFiltered(filter: QueueFilter): boolean {
  return filter.desk !== '' || filter.state !== '' || filter.search !== '' || filter.mine
}
