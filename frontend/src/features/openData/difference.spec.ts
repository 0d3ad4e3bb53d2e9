import { describe, expect, it } from 'vitest'
import { differenceCsv, differenceOf } from './difference'
import { readCsv } from './sheet'

const dimension = (code: string) => ({ code, name: code, unit: null })
const columns = [dimension('year'), dimension('country'), { code: 'contracts', name: 'contracts', unit: 'count' }, { code: 'amount_usd', name: 'amount', unit: 'usd' }]
const before = readCsv('year,country,contracts,amount_usd,flag\r\n2025,DE,3,10.00,\r\n2025,JP,4,20.00,\r\n2025,US,5,30.00,\r\n')
const now = readCsv('year,country,contracts,amount_usd,flag\r\n2025,DE,3,10.00,\r\n2025,JP,,,c\r\n2026,KR,6,40.00,\r\n')

describe('the rows that a version changed', () => {
  it('are found by their keys', () => {
    expect(differenceOf(before, now, columns)?.rows).toEqual([
      { kind: 'changed', keys: ['2025', 'JP'], before: ['4', '20.00', ''], now: ['', '', 'c'] },
      { kind: 'added', keys: ['2026', 'KR'], before: null, now: ['6', '40.00', ''] },
      { kind: 'removed', keys: ['2025', 'US'], before: ['5', '30.00', ''], now: null },
    ])
    expect(differenceOf(now, now, columns)?.rows).toEqual([])
  })

  it('are no rows where another question is answered', () => {
    expect(differenceOf(readCsv('year,contracts,flag\r\n2025,3,\r\n'), now, columns)).toBeNull()
  })

  it('are found where the data set has more columns today, and not where it has others', () => {
    expect(differenceOf(before, now, [dimension('mode'), ...columns])?.dimensions).toEqual(['year', 'country'])
    expect(differenceOf(before, now, [dimension('year'), ...columns.slice(2)])).toBeNull()
  })

  it('are a file', () => {
    const difference = differenceOf(before, now, columns)
    expect(difference && differenceCsv(difference).split('\r\n').slice(0, 2)).toEqual([
      'change,year,country,contracts_before,contracts_now,amount_usd_before,amount_usd_now,flag_before,flag_now',
      'changed,2025,JP,4,,20.00,,,c',
    ])
  })
})
