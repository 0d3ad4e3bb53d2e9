// Which colour a status wears. The word always stands beside it.

export type StatusFamily = 'filing' | 'company' | 'user' | 'certificate' | 'contract' | 'mandate' | 'referral' | 'inspection' | 'verification' | 'partner' | 'endpoint' | 'delivery'
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

const TONES: Record<StatusFamily, Record<string, Tone>> = {
  filing: {
    draft: 'neutral', submitted: 'info', in_review: 'info', recommended: 'info', returned: 'warning',
    registered: 'success', refused: 'danger', referred: 'warning', withdrawn: 'neutral', lapsed: 'neutral',
  },
  referral: { open: 'info', licensed: 'success', refused: 'danger', free_class: 'info' },
  inspection: { open: 'info', clean: 'success', problems: 'danger', unreachable: 'warning' },
  verification: { proposed: 'info', asked: 'warning', answered: 'info', confirmed: 'success', corrected: 'success', reported: 'danger' },
  company: { pending: 'warning', approved: 'success', suspended: 'danger', rejected: 'danger' },
  certificate: { valid: 'success', expired: 'warning', superseded: 'warning', reissued: 'warning', revoked: 'danger', suspended: 'warning', terminated: 'neutral' },
  user: { active: 'success', disabled: 'danger' },
  partner: { active: 'success', disabled: 'danger' },
  endpoint: { active: 'success', failing: 'warning', disabled: 'danger' },
  delivery: { waiting: 'info', delivered: 'success', dead: 'danger' },
  mandate: { live: 'success', expired: 'neutral', ended: 'neutral' },
  contract: { in_force: 'success', suspended: 'warning', terminated: 'neutral' },
}

export function toneOf(family: StatusFamily, value: string): Tone {
  return TONES[family][value] ?? 'neutral'
}
