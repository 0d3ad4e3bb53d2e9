import { describe, expect, it } from 'vitest'
import { queryString } from '@/api/client'
import { FIRST_QUESTION, questionParameters, readQuestion, swapAxes, withinOffer, writeQuestion } from './pivotQuery'

const question = {
  rows: 'country',
  columns: 'month',
  measures: ['amount_usd'],
  filters: { direction: ['import'], country: ['US', 'DE'] },
}

describe('a question in the address', () => {
  it('reads back what it wrote', () => {
    const read = readQuestion(writeQuestion(question) as Record<string, string | string[]>)
    expect(read).toEqual({ ...question, filters: { direction: ['import'], country: ['DE', 'US'] } })
  })
  it('begins with contracts and amounts by country and direction', () => {
    expect(readQuestion({})).toEqual(FIRST_QUESTION)
  })
  it('keeps a filter that stands alone', () => {
    expect(readQuestion({ filter: 'direction:export' })).toEqual({ ...FIRST_QUESTION, filters: { direction: ['export'] } })
  })
  it('drops what is not a code, a filter without values, and columns that repeat the rows', () => {
    const read = readQuestion({ rows: 'country', columns: 'country', measures: '<b>,contracts', filter: ['x', 'y:', ':z'] })
    expect(read).toEqual({ rows: 'country', columns: '', measures: ['contracts'], filters: {} })
  })
})

describe('a question to the server', () => {
  it('is written in one fixed order', () => {
    expect(decodeURIComponent(queryString(questionParameters(question)))).toBe(
      '?rows=country&columns=month&measures=amount_usd&filter=country:DE,US&filter=direction:import',
    )
  })
  it('stays within what the server offers', () => {
    const offer = { dimensions: [{ code: 'month' }], measures: [{ code: 'contracts' }] }
    expect(withinOffer(question, offer)).toEqual({ rows: 'month', columns: '', measures: ['contracts'], filters: {} })
  })
})

describe('swapAxes', () => {
  it('turns rows into columns', () => {
    expect(swapAxes(question)).toMatchObject({ rows: 'month', columns: 'country' })
  })
  it('leaves a question with one axis alone', () => {
    expect(swapAxes({ ...question, columns: '' })).toMatchObject({ rows: 'country', columns: '' })
  })
})
