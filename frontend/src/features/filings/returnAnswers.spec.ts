import { describe, expect, it } from 'vitest'
import { answerBodies, answerOf, answerProblems } from './returnAnswers'

const changed = { changes: { fields: [{ pointer: '/contract/summary', from: '旧', to: '新' }], papers: [] } }
const same = { changes: { fields: [], papers: [] } }
const unknown = { changes: null }

describe('answers to a return', () => {
  it('takes what changed as corrected until the person says otherwise', () => {
    expect(answerOf(changed, undefined).answer).toBe('corrected')
    expect(answerOf(same, undefined).answer).toBeNull()
    expect(answerOf(changed, { answer: 'explained', text: '一并说明' }).answer).toBe('explained')
  })

  it('asks for every item, and for words where nothing changed', () => {
    expect(answerProblems([changed, same, same], { 2: { answer: 'explained', text: ' ' } })).toEqual([
      { item: 1, reason: 'missing' },
      { item: 2, reason: 'unexplained' },
    ])
    expect(answerProblems([same], { 0: { answer: 'corrected', text: '' } })).toEqual([{ item: 0, reason: 'unchanged' }])
    expect(answerProblems([unknown], { 0: { answer: 'corrected', text: '' } })).toEqual([])
  })

  it('sends one answer an item, and no empty words', () => {
    expect(answerBodies([changed, same], { 1: { answer: 'explained', text: ' 与原件一致 ' } })).toEqual([
      { item: 0, answer: 'corrected' },
      { item: 1, answer: 'explained', text: '与原件一致' },
    ])
  })
})
