import { describe, expect, it } from 'vitest'
import type { FilingView } from '@/api/types'
import { nextStep } from './nextStep'

const clock = { started_on: '2026-11-23', due_on: '2026-11-25', working_days_left: 2, overdue: false, provisional: false }
const filing = (given: Partial<FilingView>) => ({ status: 'submitted', contract_id: null, clock, ...given }) as FilingView

describe('next step of a filing', () => {
  it('waits with a date while the desk has it', () => {
    expect(nextStep(filing({ status: 'in_review' }))).toEqual({ key: 'waiting', tone: 'info' })
    expect(nextStep(filing({ clock: null }))).toMatchObject({ key: 'waiting_undated' })
    expect(nextStep(filing({ clock: { ...clock, overdue: true } }))).toMatchObject({ key: 'overdue' })
  })
  it('leads to the certificate once registered', () => {
    expect(nextStep(filing({ status: 'registered', contract_id: 'c1' })).to).toBe('/contracts/c1')
  })
  it('offers a new filing after the old one has ended', () => {
    expect(nextStep(filing({ status: 'lapsed' }))).toEqual({ key: 'lapsed', tone: 'neutral', to: '/filings/new' })
  })
})
