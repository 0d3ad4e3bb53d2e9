import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/problem'
import type { BulkRow } from '@/api/types'
import { firstView, formOf, mayBeDone, rowsByView, workbookFault } from './bulk'

const row = (number: number, outcome: BulkRow['outcome'], ...severities: ('error' | 'warning')[]): BulkRow => ({
  row: number, outcome, hidden: false, contract_number: null, contract_name: null, filing_id: null, papers: [],
  notes: severities.map((severity) => ({ cell: null, column: '', pointer: '', severity, code: '', message: '', mend: null })),
})

describe('rows', () => {
  const rows = [row(4, 'bad', 'error', 'warning'), row(5, 'good', 'warning'), row(6, 'drafted'), row(7, 'good')]
  const numbers = (view: keyof ReturnType<typeof rowsByView>) => rowsByView(rows)[view].map((one) => one.row)
  it('are shown by what is to be done with them', () => {
    expect(numbers('bad')).toEqual([4])
    expect(numbers('warned')).toEqual([5])
    expect(numbers('good')).toEqual([5, 6, 7])
    expect(numbers('all')).toEqual([4, 5, 6, 7])
  })
  it('begin with those to mend', () => {
    expect(firstView({ bad: 1 })).toBe('bad')
    expect(firstView({ bad: 0 })).toBe('all')
  })
})

describe('an answer', () => {
  it('is owed when nobody knows whether the drafts were made', () => {
    for (const status of [0, 409, 500, 503]) expect(mayBeDone(new ApiProblem(status)), String(status)).toBe(true)
    for (const status of [403, 413, 422]) expect(mayBeDone(new ApiProblem(status)), String(status)).toBe(false)
  })
})

describe('a file', () => {
  it('is a workbook of at most 5 MiB', () => {
    expect(workbookFault({ name: '填报.XLSX', size: 5 * 1024 * 1024 })).toBeNull()
    expect(workbookFault({ name: '填报.xlsx', size: 5 * 1024 * 1024 + 1 })).toBe('too_large')
    expect(workbookFault({ name: '填报.xlsx', size: 0 })).toBe('empty')
    expect(workbookFault({ name: '填报.xls', size: 10 })).toBe('type')
  })
  it('goes with its kind, and with a company only when an agent names one', () => {
    const file = new File(['x'], 'a.xlsx')
    expect([...formOf({ file, kind: 'closure', company: null }).keys()]).toEqual(['kind', 'file'])
    expect(formOf({ file, kind: 'closure', company: 'c' }).get('on_behalf_of')).toBe('c')
  })
})
