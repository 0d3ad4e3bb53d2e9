import { describe, expect, it } from 'vitest'
import { CHART_ROWS, chartOption } from './chartOption'
import { layOut } from './pivotGrid'

const CONTRACTS = { code: 'contracts', name: '合同数', unit: 'count' }
const RATE = { code: 'mean_royalty_rate', name: '平均提成率', unit: 'percent' }

function gridOf(count: number, columns: boolean) {
  const values = Array.from({ length: count }, (_, at) => ({ code: `c${at}`, name: `国${at}` }))
  const direction = { code: 'direction', values: [{ code: 'import', name: '进口' }, { code: 'export', name: '出口' }] }
  const cells = values.flatMap(({ code }, at) => [
    { country: code, direction: 'import', contracts: at, mean_royalty_rate: '3.5' },
    ...(columns && at > 0 ? [{ country: code, direction: 'export', contracts: at, mean_royalty_rate: null }] : []),
  ])
  return layOut({
    rows: { code: 'country', values },
    columns: columns ? direction : null,
    answer: { as_of: 1, cells, totals: {} },
    byRow: null,
    byColumn: null,
  })
}

const seriesOf = (option: ReturnType<typeof chartOption>) => option.series as { stack?: string; data: unknown[] }[]

describe('chartOption', () => {
  it('stacks measures that add up and not the others', () => {
    expect(seriesOf(chartOption(gridOf(2, true), CONTRACTS, 'en')).map((one) => one.stack)).toEqual(['all', 'all'])
    expect(seriesOf(chartOption(gridOf(2, true), RATE, 'en'))[0]?.stack).toBeUndefined()
  })
  it('leaves a gap, not a zero, where there is no figure', () => {
    expect(seriesOf(chartOption(gridOf(2, true), CONTRACTS, 'en'))[1]?.data).toEqual(['-', 1])
  })
  it('has no legend for a single column', () => {
    expect(chartOption(gridOf(2, false), CONTRACTS, 'en').legend).toMatchObject({ show: false })
  })
  it('draws no more bars than can be told apart', () => {
    expect(seriesOf(chartOption(gridOf(50, false), CONTRACTS, 'en'))[0]?.data).toHaveLength(CHART_ROWS)
  })
})
