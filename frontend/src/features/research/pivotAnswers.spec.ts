import { describe, expect, it, vi } from 'vitest'
import { askWithTotals } from './pivotAnswers'
import type { Answer } from './pivotGrid'
import type { PivotQuestion } from './pivotQuery'

const question: PivotQuestion = { rows: 'country', columns: 'direction', measures: ['contracts'], filters: {} }
const answer = (as_of: number) => ({ as_of, cells: [], totals: {} })
const asking = (moment: () => number) =>
  vi.fn<(question: PivotQuestion) => Promise<Answer>>(() => Promise.resolve(answer(moment())))

describe('askWithTotals', () => {
  it('asks once when there is one axis', async () => {
    const ask = asking(() => 1)
    await askWithTotals({ ...question, columns: '' }, ask)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('asks for the rows and for the columns alone when there are two', async () => {
    const ask = asking(() => 1)
    const answers = await askWithTotals(question, ask)
    expect(ask.mock.calls.map(([asked]) => [asked.rows, asked.columns])).toEqual([
      ['country', 'direction'],
      ['country', ''],
      ['direction', ''],
    ])
    expect(answers.byRow).not.toBeNull()
  })

  it('asks again when the register moved between the answers', async () => {
    const moments = [1, 1, 2, 2, 2, 2]
    const ask = asking(() => moments.shift() ?? 2)
    const answers = await askWithTotals(question, ask)
    expect(answers.answer.as_of).toBe(2)
    expect(ask).toHaveBeenCalledTimes(6)
  })

  it('shows figures without totals rather than totals of another moment', async () => {
    let moment = 0
    const answers = await askWithTotals(question, () => Promise.resolve(answer((moment += 1))))
    expect(answers).toMatchObject({ byRow: null, byColumn: null })
  })
})
