import { describe, expect, it } from 'vitest'
import { answersFor } from './situation'

describe('the situation on the first page', () => {
  it('becomes answers that leave the guide nothing to ask', () => {
    const answers = answersFor({ foreign_language: false, royalty: false })
    expect(answers).toMatchObject({ task: 'registration', payment_mode: 'lump_sum', foreign_language: false })
    // Every question that a registration meets.
    expect(Object.keys(answers).sort()).toEqual([
      'capital_contribution', 'concern', 'cross_border', 'direction', 'foreign_language', 'legal_type', 'local', 'payment_mode', 'project', 'task',
    ])
  })
  it('changes what papers depend on', () => {
    expect(answersFor({ foreign_language: true, royalty: true })).toMatchObject({ payment_mode: 'royalty', foreign_language: true })
  })
})
