// What the first page asks before it lists papers, as answers to the guide: the usual registration, but for two things.
import type { GuideAnswers } from '@/api/types'

export const SITUATIONS = ['foreign_language', 'royalty'] as const
export type Situation = Record<(typeof SITUATIONS)[number], boolean>

export function answersFor(situation: Situation): GuideAnswers {
  return {
    task: 'registration', cross_border: true, direction: 'import', concern: 'none', project: 'none', capital_contribution: false, local: true,
    legal_type: 'other', payment_mode: situation.royalty ? 'royalty' : 'lump_sum', foreign_language: situation.foreign_language,
  }
}
