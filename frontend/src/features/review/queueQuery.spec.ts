import { describe, expect, it } from 'vitest'
import { queryString } from '@/api/client'
import {
  fromQuestion, isFiltered, NO_FILTER, queueParameters, readQueueFilter, sameFilter, toQuestion, writeQueueFilter, type QueueFilter,
} from './queueQuery'

const full: QueueFilter = {
  desk: 'sip', state: 'in_review', kind: 'amendment', direction: 'import', country: 'DE', industry: '39', due: 'overdue',
  assignee: 'me', warnings: 'true', catalogue: 'false', search: '半导体 GmbH',
}

describe('the queue filter in the address', () => {
  it('reads back what it wrote', () => {
    expect(readQueueFilter({ ...writeQueueFilter(full) } as Record<string, string>)).toEqual(full)
  })

  it('leaves an unfiltered address bare', () => {
    const filter = readQueueFilter({})
    expect(isFiltered(filter)).toBe(false)
    expect(writeQueueFilter(filter)).toEqual({})
  })

  it('ignores values that no queue has', () => {
    expect(readQueueFilter({ state: 'draft', due: 'never', warnings: 'perhaps', kind: 'x' })).toEqual(NO_FILTER)
  })

  it('takes the first of a repeated parameter', () => {
    expect(readQueueFilter({ desk: ['city', 'sip'] }).desk).toBe('city')
  })
})

describe('the queue request', () => {
  it('sends only what is set', () => {
    expect(queryString(queueParameters({ ...NO_FILTER, search: 'DE' }))).toBe('?q=DE')
    expect(queryString(queueParameters({ ...NO_FILTER, assignee: 'none', due: 'today' }))).toBe('?due=today&assignee=none')
  })
})

describe('a kept question', () => {
  it('is the filter again', () => {
    expect(toQuestion(NO_FILTER)).toEqual({})
    expect(toQuestion(full)).toMatchObject({ warnings: true, catalogue: false, q: '半导体 GmbH', desk: 'sip' })
    expect(fromQuestion(toQuestion(full))).toEqual(full)
    expect(sameFilter(fromQuestion({}), NO_FILTER)).toBe(true)
    expect(sameFilter(full, NO_FILTER)).toBe(false)
  })
})
