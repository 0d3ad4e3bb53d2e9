/** An opinion with an outcome, as recommend and decide send it; a referral is an opinion alone. */
import type { Outcome } from '@/api/types'

export type JudgementAction = 'recommend' | 'decide' | 'refer'

export const OPINION_LIMIT = 2000

export interface Judgement {
  outcome: Outcome | null
  opinion: string
}

export type JudgementFault = 'outcomeMissing' | 'opinionMissing' | 'opinionTooLong'

export function judgementFaults(action: JudgementAction, { outcome, opinion }: Judgement): JudgementFault[] {
  const length = [...opinion.trim()].length
  const faults: JudgementFault[] = []
  if (action !== 'refer' && outcome === null) faults.push('outcomeMissing')
  if (length === 0) faults.push('opinionMissing')
  if (length > OPINION_LIMIT) faults.push('opinionTooLong')
  return faults
}

export function judgementBody(action: JudgementAction, { outcome, opinion }: Judgement): Record<string, unknown> {
  return action === 'refer' ? { opinion: opinion.trim() } : { outcome, opinion: opinion.trim() }
}
