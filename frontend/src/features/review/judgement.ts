/** An opinion with an outcome, as recommend and decide send it; a referral is an opinion alone. */
import type { Outcome } from '@/api/types'

export type JudgementAction = 'recommend' | 'decide' | 'refer'

export const OPINION_LIMIT = 2000

export interface Judgement {
  outcome: Outcome | null
  opinion: string
  /** Codes of the grounds of a refusal. */
  grounds?: readonly string[]
}

export type JudgementFault = 'groundsMissing' | 'outcomeMissing' | 'opinionMissing' | 'opinionTooLong'

export function judgementFaults(action: JudgementAction, { outcome, opinion, grounds = [] }: Judgement): JudgementFault[] {
  const length = [...opinion.trim()].length
  const faults: JudgementFault[] = []
  if (action !== 'refer' && outcome === null) faults.push('outcomeMissing')
  if (action !== 'refer' && outcome === 'refuse' && grounds.length === 0) faults.push('groundsMissing')
  if (length === 0) faults.push('opinionMissing')
  if (length > OPINION_LIMIT) faults.push('opinionTooLong')
  return faults
}

export function judgementBody(action: JudgementAction, { outcome, opinion, grounds = [] }: Judgement): Record<string, unknown> {
  if (action === 'refer') return { opinion: opinion.trim() }
  return { outcome, opinion: opinion.trim(), ...(outcome === 'refuse' ? { grounds } : {}) }
}
