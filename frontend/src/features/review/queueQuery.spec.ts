import { describe, expect, it } from 'vitest'
import { queryString } from '@/api/client'
import { isFiltered, queueParameters, readQueueFilter, writeQueueFilter } from './queueQuery'

describe('the queue filter in the address', () => {
  it('reads back what it wrote', () => {
    const filter = { desk: 'sip', state: 'in_review', search: '半导体', mine: true }
    expect(readQueueFilter({ ...writeQueueFilter(filter) } as Record<string, string>)).toEqual(filter)
  })

  it('leaves an unfiltered address bare', () => {
    const filter = readQueueFilter({})
    expect(isFiltered(filter)).toBe(false)
    expect(writeQueueFilter(filter)).toEqual({})
  })

  it('ignores a state that no queue has', () => {
    expect(readQueueFilter({ state: 'draft' }).state).toBe('')
  })

  it('takes the first of a repeated parameter', () => {
    expect(readQueueFilter({ desk: ['city', 'sip'] }).desk).toBe('city')
  })
})

describe('the queue request', () => {
  it('sends only what is set', () => {
    const filter = { desk: '', state: '', search: 'DE', mine: false }
    expect(queryString(queueParameters(filter))).toBe('?q=DE')
    expect(queryString(queueParameters({ ...filter, search: '', mine: true }))).toBe('?mine=true')
  })
})
