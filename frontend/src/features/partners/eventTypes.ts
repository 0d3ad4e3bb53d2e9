// The types of events, by what they are about. The record makes the compiler ask for each type that the server adds.
import type { EventType } from '@/api/types'

export type EventGroup = 'filing' | 'register' | 'duties' | 'company'

const GROUPS: Record<EventType, EventGroup> = {
  'filing.created': 'filing', 'filing.deleted': 'filing', 'attachment.added': 'filing', 'attachment.removed': 'filing',
  'filing.submitted': 'filing', 'filing.claimed': 'filing', 'filing.assigned': 'filing', 'filing.released': 'filing',
  'filing.messaged': 'filing', 'filing.returned': 'filing', 'filing.recommended': 'filing', 'filing.registered': 'filing',
  'filing.refused': 'filing', 'filing.referred': 'filing', 'filing.referral_step': 'filing', 'filing.referral_closed': 'filing',
  'filing.withdrawn': 'filing', 'filing.lapsed': 'filing',
  'certificate.revoked': 'register', 'payment.recorded': 'register', 'payment.reversed': 'register',
  'verification.open': 'duties', 'verification.ask': 'duties', 'verification.answer': 'duties', 'verification.return': 'duties', 'verification.confirm': 'duties',
  'verification.correct': 'duties', 'verification.report': 'duties',
  'mandate.given': 'company', 'mandate.ended': 'company', 'company.approved': 'company', 'company.changed': 'company',
  'partner.created': 'company', 'partner.changed': 'company', 'partner.disabled': 'company', 'partner.enabled': 'company',
  'partner_secret.added': 'company', 'partner_secret.revoked': 'company', 'webhook.disabled': 'company',
}

const ORDER: readonly EventGroup[] = ['filing', 'register', 'duties', 'company']
const ALL = Object.keys(GROUPS) as EventType[]

export const EVENT_GROUPS = ORDER.map((group) => ({ group, types: ALL.filter((type) => GROUPS[type] === group) }))

/** The message key of a type's name; `endpoint.test` has one too. */
export function nameKey(type: string): string {
  return `webhooks.type.${type.replaceAll('.', '_')}`
}
