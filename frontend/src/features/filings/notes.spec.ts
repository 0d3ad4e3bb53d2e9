import { describe, expect, it } from 'vitest'
import type { Finding } from '@/api/types'
import { collectNotes, findingTarget, nearestElement, summarise, warningsByCode } from './notes'

function finding(code: string, severity: Finding['severity'], pointer: string, evidence: Finding['evidence'] = null): Finding {
  return { code, severity, pointer, message: `${code} at ${pointer}`, mend: null, rule: null, evidence }
}

describe('notes beside fields', () => {
  it('keeps back “please fill in” until the field was visited', () => {
    const findings = [finding('field.required', 'error', '/contract/name'), finding('dates.order', 'error', '/contract/valid_until')]
    expect(Object.keys(collectNotes(findings, [], () => false))).toEqual(['/contract/valid_until'])
    expect(Object.keys(collectNotes(findings, [], (pointer) => pointer === '/contract/name'))).toHaveLength(2)
  })

  it('shows corrections as things to mend, at the paper section when they are about a paper', () => {
    const notes = collectNotes([], [{ type: 'incomplete', document: 'contract_copy', message: '缺签字页' }], () => false)
    expect(notes).toEqual({ '/attachments': [{ severity: 'error', message: '缺签字页' }] })
  })

  it('asks one reason per code', () => {
    const groups = warningsByCode([
      finding('catalogue.match', 'warning', '/contract/summary'),
      finding('catalogue.match', 'warning', '/contract/name'),
      finding('deadline.late', 'warning', '/contract/effective_on'),
      finding('related_parties', 'info', '/contract/related_parties'),
    ])
    expect(groups.map((group) => [group.code, group.findings.length])).toEqual([['catalogue.match', 2], ['deadline.late', 1]])
  })

  it('tells missing answers from wrong ones', () => {
    const summary = summarise([finding('field.required', 'error', '/contract/name'), finding('company.uscc', 'error', '/contract/recipient/uscc')])
    expect(summary.missing).toHaveLength(1)
    expect(summary.errors).toHaveLength(1)
  })

  it('leads to the row of the missing paper', () => {
    expect(findingTarget(finding('documents.missing', 'error', '/attachments', { kind: 'contract_copy' }))).toBe('attachments-contract_copy')
    expect(findingTarget(finding('dates.order', 'error', '/contract/valid_until'))).toBe('contract-valid_until')
  })

  it('climbs to the nearest element that is on the page', () => {
    const there = new Set(['contract-payment-royalty-base', 'contract-payment'])
    expect(nearestElement('contract-payment-royalty', (id) => there.has(id))).toBe('contract-payment')
  })
})
