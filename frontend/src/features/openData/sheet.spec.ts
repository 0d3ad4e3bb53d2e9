import { describe, expect, it } from 'vitest'
import { readCsv, sketch } from './sheet'

const COUNTRIES = [
  { code: 'year', name: '年份', unit: null },
  { code: 'country', name: '国家', unit: null },
  { code: 'direction', name: '方向', unit: null },
  { code: 'contracts', name: '合同数', unit: 'count' },
]
const name = (_: string, key: string) => ({ DE: '德国', JP: '日本' })[key] ?? key

describe('the file of a data set', () => {
  it('is read with its quotes, its empty ends and its byte order mark', () => {
    expect(readCsv('\uFEFFa,b\r\n"x, ""y""",1\r\n"two\nlines",\r\n')).toEqual({ head: ['a', 'b'], rows: [['x, "y"', '1'], ['two\nlines', '']] })
    expect(readCsv('a,b\n1,')).toEqual({ head: ['a', 'b'], rows: [['1', '']] })
    expect(readCsv('')).toEqual({ head: [], rows: [] })
  })
  it('shows of its newest year the largest first, withheld ones as such', () => {
    const sheet = readCsv('year,country,direction,contracts,flag\n2024,DE,import,90,\n2025,DE,import,3,\n2025,JP,import,8,\n2025,JP,export,,c\n')
    const drawn = sketch(sheet, COUNTRIES, name)
    expect(drawn).toMatchObject({ kind: 'bar', period: '2025' })
    expect(drawn?.figures.cells.map((cell) => [cell['country'], cell['contracts'], cell.suppressed])).toEqual([
      ['JP', '8', undefined], ['DE', '3', undefined], ['JP', null, true],
    ])
    expect(drawn?.figures.dimensions).toMatchObject([{ code: 'country', values: [{ code: 'JP', name: '日本' }, { code: 'DE', name: '德国' }] }, { code: 'direction' }])
  })
  it('is a line over months, all of them', () => {
    const columns = [{ code: 'month', name: '月份', unit: null }, ...COUNTRIES.slice(2)]
    const drawn = sketch(readCsv('month,direction,contracts\n2025-01,import,3\n2025-02,import,4\n'), columns, name)
    expect(drawn).toMatchObject({ kind: 'line', period: null })
    expect(drawn?.figures.cells).toHaveLength(2)
  })
  it('is nothing to draw without rows, or without a measure', () => {
    expect(sketch(readCsv('year,country,direction,contracts\n'), COUNTRIES, name)).toBeNull()
    expect(sketch(readCsv('year\n2025\n'), COUNTRIES.slice(0, 1), name)).toBeNull()
  })
})
