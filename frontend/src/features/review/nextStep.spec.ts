import { describe, expect, it } from 'vitest'
import { isOwnRecommendation, nextStep } from './nextStep'

type Seen = Parameters<typeof nextStep>[0]

const filing = (status: string, actions: string[], by?: string) =>
  ({
    status,
    actions,
    recommendation: by === undefined ? null : { outcome: 'register', opinion: '', by: { id: by, name: '' }, at: '' },
  }) as unknown as Seen

describe('nextStep', () => {
  it.each([
    ['submitted', ['claim'], undefined, 'claim'],
    ['in_review', ['release', 'return', 'recommend', 'refer'], undefined, 'review'],
    ['in_review', [], undefined, 'other_reviews'],
    ['recommended', ['decide'], 'colleague', 'decide'],
    ['recommended', [], 'colleague', 'watch'],
    ['returned', [], undefined, 'wait_company'],
    ['registered', [], 'colleague', 'closed'],
    ['submitted', [], undefined, 'watch'],
  ])('%s with %j is %s → %s', (status, actions, by, expected) => {
    expect(nextStep(filing(status, actions, by), 'me')).toBe(expected)
  })

  it('never asks a person to decide what they recommended, even if the action were offered', () => {
    expect(nextStep(filing('recommended', ['decide'], 'me'), 'me')).toBe('other_must_decide')
  })
})

describe('isOwnRecommendation', () => {
  it('is false for a visitor who is not known', () => {
    expect(isOwnRecommendation(filing('recommended', [], 'me'), null)).toBe(false)
  })
})
