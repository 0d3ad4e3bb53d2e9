import { describe, expect, it } from 'vitest'
import { layOut, SINGLE_COLUMN } from './pivotGrid'

const country = { code: 'country', values: [{ code: 'DE', name: '德国' }, { code: 'US', name: '美国' }, { code: 'JP', name: '日本' }] }
const direction = { code: 'direction', values: [{ code: 'import', name: '进口' }, { code: 'export', name: '出口' }] }

const answer = {
  as_of: 9,
  cells: [
    { country: 'US', direction: 'export', contracts: 2, amount_usd: '10.00' },
    { country: 'DE', direction: 'import', contracts: 1, amount_usd: null },
    { country: 'XX', direction: 'import', contracts: 4, amount_usd: '1.00' },
  ],
  totals: { contracts: 7, amount_usd: '11.00' },
}

describe('layOut', () => {
  const grid = layOut({
    rows: country,
    columns: direction,
    answer,
    byRow: { as_of: 9, cells: [{ country: 'DE', contracts: 1 }], totals: {} },
    byColumn: { as_of: 9, cells: [{ direction: 'import', contracts: 5 }], totals: {} },
  })

  it('keeps the order of the dimension and puts unknown values last', () => {
    expect(grid.rows.map((row) => row.name)).toEqual(['德国', '美国', 'XX'])
    expect(grid.columns.map((column) => column.name)).toEqual(['进口', '出口'])
  })
  it('finds a cell by its keys', () => {
    expect(grid.value('US', 'export', 'contracts')).toBe(2)
  })
  it('gives null for a combination that does not occur and for a withheld value', () => {
    expect(grid.value('US', 'import', 'contracts')).toBeNull()
    expect(grid.value('DE', 'import', 'amount_usd')).toBeNull()
  })
  it('takes totals from the answers, never from the cells', () => {
    expect(grid.rowTotal('DE', 'contracts')).toBe(1)
    expect(grid.rowTotal('US', 'contracts')).toBeNull()
    expect(grid.columnTotal('import', 'contracts')).toBe(5)
    expect(grid.total('amount_usd')).toBe('11.00')
  })
  it('has one column without a name when a question has one axis', () => {
    const flat = layOut({
      rows: country,
      columns: null,
      answer: { as_of: 9, cells: [{ country: 'JP', contracts: 3 }], totals: { contracts: 3 } },
      byRow: null,
      byColumn: null,
    })
    expect(flat.columns).toEqual([{ code: SINGLE_COLUMN, name: '' }])
    expect(flat.value('JP', SINGLE_COLUMN, 'contracts')).toBe(3)
  })
})
