import { describe, expect, it } from 'vitest'
import { BY_COUNTRY, BY_MONTH, WORDS } from './fixture'
import { layOut, toCsv } from './grid'
import { moved } from './gridKeys'
import { kindFor } from './kinds'
import { monthsAway, monthsOf, periodsBetween } from './period'
import { readResult } from './result'

const result = readResult(BY_COUNTRY, WORDS)

describe('a result', () => {
  it('keeps the order of the answer down and of the dimension across', () => {
    expect(result.axes[0]?.keys.map((key) => key.name)).toEqual(['美国', '德国', '日本'])
    expect(result.axes[1]?.keys.map((key) => key.name)).toEqual(['进口', '出口'])
  })
  it('takes totals from the answer, never from its cells', () => {
    expect(result.figure(['US', null], 'contracts')).toEqual({ state: 'value', value: 9 })
    expect(result.figure([null, 'import'], 'contracts')).toEqual({ state: 'value', value: 15 })
    expect(result.figure([null, null], 'contracts')).toEqual({ state: 'value', value: 18 })
    expect(result.figure(['JP', null], 'contracts')).toEqual({ state: 'absent' })
  })
  it('says that something is withheld', () => {
    expect(result.withheld).toBe(true)
    expect(readResult({ ...BY_COUNTRY, cells: BY_COUNTRY.cells.slice(0, 2) }, WORDS).withheld).toBe(false)
  })
  it('puts months in order and keeps the place of one without contracts', () => {
    expect(readResult(BY_MONTH, WORDS).axes[0]?.keys.map((key) => key.code)).toEqual(['2023-11', '2023-12', '2024-01', '2024-02'])
  })
  it('takes the words that a panel brings for columns of its own', () => {
    const own = readResult(
      { dimensions: [{ code: 'office', name: '受理局', unit: null, values: [{ code: 'CN', name: '中国' }] }], measures: [{ code: 'patents', name: '专利数', unit: 'count', values: null }], cells: [{ office: 'CN', patents: 3 }], margins: [], totals: { patents: 3 } },
      WORDS,
    )
    expect(own.axes[0]).toEqual({ code: 'office', name: '受理局', keys: [{ code: 'CN', name: '中国' }] })
    expect(own.measures[0]?.name).toBe('专利数')
  })
})

describe('a table', () => {
  it('has a heading for each axis down, a column for each combination across, and totals at the ends', () => {
    const grid = layOut(result, 1, '合计')
    expect(grid.stubs).toEqual(['国家（地区）'])
    expect(grid.columns.map((column) => column.name)).toEqual(['进口', '出口', '合计'])
    expect(grid.rows.map((row) => row.names)).toEqual([['美国'], ['德国'], ['日本'], ['合计']])
    expect(grid.rows[1]?.cells.map((cell) => cell.figure.state)).toEqual(['withheld', 'withheld', 'absent', 'absent', 'absent', 'absent'])
    expect(grid.rows[0]?.cells[0]?.place).toEqual({ country: 'US', direction: 'import' })
    expect(grid.rows[0]?.cells[4]?.place).toEqual({ country: 'US' })
  })
  it('has all axes down when a question puts them there', () => {
    const grid = layOut(result, 2, '合计')
    expect(grid.stubs).toHaveLength(2)
    expect(grid.rows[0]?.names).toEqual(['美国', '进口'])
    expect(grid.columns).toHaveLength(1)
  })
  it('becomes a file with figures to their last digit, what is withheld named, and nothing that a spreadsheet would run', () => {
    const text = toCsv({ ...layOut(result, 1, '合计'), stubs: ['=1+1'] })
    expect(text.split('\r\n')[0]).toBe("\uFEFF'=1+1,进口 合同数,进口 金额,出口 合同数,出口 金额,合计 合同数,合计 金额,withheld")
    expect(text).toContain('美国,7,9007199254740993.01,2,1500.00,9,9007199254742493.01,\r\n')
    expect(text).toContain('德国,,,,,,,进口 合同数; 进口 金额\r\n')
  })
})

describe('arrow keys', () => {
  it.each([
    ['ArrowDown', false, { row: 2, column: 1 }],
    ['ArrowLeft', false, { row: 1, column: 0 }],
    ['End', false, { row: 1, column: 3 }],
    ['Home', true, { row: 0, column: 0 }],
    ['PageDown', false, { row: 4, column: 1 }],
  ])('%s leads on and stays within', (key, whole, to) => {
    expect(moved({ row: 1, column: 1 }, key, whole, 5, 4)).toEqual(to)
  })
  it('leaves other keys alone', () => {
    expect(moved({ row: 0, column: 0 }, 'Tab', false, 5, 4)).toBeNull()
  })
})

describe('periods', () => {
  it('fill gaps over the turn of a year', () => {
    expect(periodsBetween('quarter', ['2024-Q2', '2023-Q4'])).toEqual(['2023-Q4', '2024-Q1', '2024-Q2'])
    expect(periodsBetween('year', ['2020', 'later'])).toEqual(['2020', 'later'])
  })
  it('hold months', () => {
    expect(monthsOf('quarter', '2024-Q4')).toEqual({ from: '2024-10', to: '2024-12' })
    expect(monthsOf('year', '2024')).toEqual({ from: '2024-01', to: '2024-12' })
    expect(monthsOf('country', 'DE')).toBeNull()
    expect(monthsAway('2024-02', -14)).toBe('2022-12')
  })
})

describe('the kind of chart', () => {
  it('is the one wished for where the answer has its shape, else bars', () => {
    expect(kindFor('heat', result)).toBe('heat')
    expect(kindFor('tile_map', result)).toBe('bar')
    expect(kindFor('sankey', readResult(BY_MONTH, WORDS))).toBe('bar')
    expect(kindFor('bar', { axes: [] })).toBe('table')
  })
})
