// What the company should do or expect now, by the filing's state.
import type { FilingStatus, FilingView } from '@/api/types'
import type { Tone } from '@/ui/tone'

export interface Step {
  key: string
  tone: Tone
  /** Where the step leads, when it leads somewhere. */
  to?: string
}

const WAITING: readonly FilingStatus[] = ['submitted', 'in_review', 'recommended']

export function isWaiting(status: FilingStatus): boolean {
  return WAITING.includes(status)
}

export function isEditable(filing: Pick<FilingView, 'actions'>): boolean {
  return filing.actions.includes('save')
}

export function nextStep(filing: Pick<FilingView, 'status' | 'contract_id' | 'clock'>): Step {
  const { status } = filing
  if (isWaiting(status)) {
    if (filing.clock?.overdue) return { key: 'overdue', tone: 'warning' }
    return filing.clock?.due_on == null ? { key: 'waiting_undated', tone: 'info' } : { key: 'waiting', tone: 'info' }
  }
  switch (status) {
    case 'registered':
      return filing.contract_id === null
        ? { key: 'registered', tone: 'success' }
        : { key: 'registered', tone: 'success', to: `/contracts/${filing.contract_id}` }
    case 'refused':
      return { key: 'refused', tone: 'danger' }
    case 'referred':
      return { key: 'referred', tone: 'warning' }
    case 'returned':
      return { key: 'returned', tone: 'warning' }
    case 'draft':
      return { key: 'draft', tone: 'info' }
    default:
      return { key: status === 'lapsed' ? 'lapsed' : 'withdrawn', tone: 'neutral', to: '/filings/new' }
  }
}
