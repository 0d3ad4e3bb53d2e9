/** What the person who looks at a case should do now. The server decides what is allowed; this only words it. */
import type { FilingView } from '@/api/types'

export type NextStepName =
  | 'claim'
  | 'review'
  | 'decide'
  | 'other_must_decide'
  | 'other_reviews'
  | 'wait_company'
  | 'closed'
  | 'watch'

type Seen = Pick<FilingView, 'status' | 'actions' | 'recommendation'>

const CLOSED = ['registered', 'refused', 'referred', 'withdrawn', 'lapsed']

/** True when the viewer made the recommendation and so must leave the decision to another person. */
export function isOwnRecommendation(filing: Pick<FilingView, 'recommendation'>, viewerId: string | null): boolean {
  return viewerId !== null && filing.recommendation?.by.id === viewerId
}

export function nextStep(filing: Seen, viewerId: string | null): NextStepName {
  const may = (action: string) => (filing.actions as readonly string[]).includes(action)
  if (CLOSED.includes(filing.status)) return 'closed'
  if (filing.status === 'returned') return 'wait_company'
  if (filing.status === 'recommended') {
    if (isOwnRecommendation(filing, viewerId)) return 'other_must_decide'
    return may('decide') ? 'decide' : 'watch'
  }
  if (may('claim')) return 'claim'
  if (may('recommend') || may('return')) return 'review'
  return filing.status === 'in_review' ? 'other_reviews' : 'watch'
}
