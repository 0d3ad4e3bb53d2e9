// Which colour a status wears. The word always stands beside it.

export type StatusFamily = 'filing' | 'company' | 'certificate' | 'contract'
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

const TONES: Record<StatusFamily, Record<string, Tone>> = {
  filing: {
    draft: 'neutral', submitted: 'info', in_review: 'info', recommended: 'info', returned: 'warning',
    registered: 'success', refused: 'danger', referred: 'warning', withdrawn: 'neutral', lapsed: 'neutral',
  },
  company: { pending: 'warning', approved: 'success', suspended: 'danger' },
  certificate: { valid: 'success', expired: 'warning', superseded: 'warning', revoked: 'danger' },
  contract: { in_force: 'success', suspended: 'warning', terminated: 'neutral' },
}

export function toneOf(family: StatusFamily, value: string): Tone {
  return TONES[family][value] ?? 'neutral'
}
