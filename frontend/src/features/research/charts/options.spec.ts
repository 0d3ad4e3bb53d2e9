import { describe, expect, it } from 'vitest'
import type { Figures } from '../shapes'
import { barOption, MOST_BARS } from './barOption'
import type { ChartOption } from './base'
import { BY_COUNTRY, BY_MONTH, CHART_WORDS, FLOWS, WORDS } from './fixture'
import { heatOption } from './heatOption'
import { lineOption } from './lineOption'
import { readResult, type Place } from './result'
import { flows, MOST_NODES, sankeyOption } from './sankeyOption'
import { stepOf, TILES, tilesOf } from './tiles'

const contracts = WORDS.measure('contracts')
const rate = WORDS.measure('mean_royalty_rate')
interface Item { value: unknown; place?: Place }
const seriesOf = (option: ChartOption | null) => option?.series as { name: string; stack?: string; data: Item[]; links?: Item[] }[]
const many = (count: number): Figures => ({
  ...BY_COUNTRY,
  dimensions: ['country'],
  cells: Array.from({ length: count }, (_, at) => ({ country: `C${String(at)}`, contracts: at })),
})

describe('bars', () => {
  const option = barOption(readResult(BY_COUNTRY, WORDS), contracts, CHART_WORDS)
  it('stand side by side unless their parts add up', () => {
    expect(seriesOf(option).map((one) => one.stack)).toEqual(['all', 'all'])
    expect(seriesOf(barOption(readResult(BY_COUNTRY, WORDS), rate, CHART_WORDS))[0]?.stack).toBeUndefined()
  })
  it('leave a gap, not a zero, and mark what is withheld', () => {
    expect(seriesOf(option)[0]?.data.map((item) => item.value)).toEqual([7, '-', 3])
    expect(option.yAxis).toMatchObject({ type: 'category', data: ['美国', '德国 ⊘', '日本'] })
  })
  it('tell what is withheld from what there is not', () => {
    const valueFormatter = (measure: typeof contracts) =>
      (barOption(readResult(BY_COUNTRY, WORDS), measure, CHART_WORDS).tooltip as { valueFormatter: (value: unknown, place: number) => string }).valueFormatter
    expect(valueFormatter(contracts)(7, 0)).toBe('7')
    expect(valueFormatter(WORDS.measure('amount_usd'))('-', 2)).toBe('— / ⊘')
  })
  it('lead to their place', () => {
    expect(seriesOf(option)[1]?.data[0]?.place).toEqual({ country: 'US', direction: 'export' })
  })
  it('stand upright for times', () => {
    expect(barOption(readResult(BY_MONTH, WORDS), contracts, CHART_WORDS).xAxis).toMatchObject({ type: 'category' })
  })
  it('are no more than can be told apart', () => {
    expect(seriesOf(barOption(readResult(many(50), WORDS), contracts, CHART_WORDS))[0]?.data).toHaveLength(MOST_BARS)
  })
  it('have patterns beside colours, and tips that the content security policy allows', () => {
    expect(option.aria).toMatchObject({ decal: { show: true }, label: { enabled: false } })
    expect(option.tooltip).toMatchObject({ renderMode: 'richText' })
  })
})

describe('a line', () => {
  const values = (measure: typeof contracts) => seriesOf(lineOption(readResult(BY_MONTH, WORDS), measure, CHART_WORDS))[0]?.data.map((item) => item.value)
  it('is at zero in a month without contracts and broken where one is withheld', () => {
    expect(values(contracts)).toEqual([2, 0, '-', 4])
  })
  it('says where a figure is withheld, and that it is not nothing', () => {
    const option = lineOption(readResult(BY_MONTH, WORDS), contracts, CHART_WORDS)
    expect(option.xAxis).toMatchObject({ data: ['2023-11', '2023-12', '2024-01 ⊘', '2024-02'] })
    const { valueFormatter } = option.tooltip as { valueFormatter: (value: unknown, place: number) => string }
    expect([valueFormatter(4, 3), valueFormatter('-', 2)]).toEqual(['4', '⊘ 不予公布'])
  })
  it('is broken where a mean has nothing to be of', () => {
    expect(values(rate)).toEqual([2, '-', '-', 3.5])
  })
})

describe('a flow', () => {
  const result = readResult(FLOWS, WORDS)
  it('is what the answer says of a pair, and its cells only where it says nothing', () => {
    expect(flows(result, contracts)).toEqual([
      { axis: 0, from: 'DE', to: '27', value: 4 },
      { axis: 0, from: 'DE', to: '39', value: 6 },
      { axis: 0, from: 'JP', to: '39', value: 1 },
      { axis: 1, from: '27', to: '320571', value: 4 },
      { axis: 1, from: '39', to: '320571', value: 1 },
    ])
  })
  it('has nodes of their own for each axis, and leads to both ends', () => {
    const [series] = seriesOf(sankeyOption(result, contracts, CHART_WORDS)) as unknown as { data: { name: string; title: string }[]; links: Item[] }[]
    expect(series?.data.map((node) => node.title)).toEqual(['德国', '医药制造业', '电子设备制造业', '日本', '苏州工业园区'])
    expect(series?.links[0]?.place).toEqual({ country: 'DE', industry: '27' })
  })
  it('gathers the small ones', () => {
    const cells = Array.from({ length: 30 }, (_, at) => ({ country: `C${String(at)}`, industry: '27', contracts: at + 1 }))
    const wide = readResult({ ...FLOWS, dimensions: ['country', 'industry'], cells, margins: [] }, WORDS)
    const [series] = seriesOf(sankeyOption(wide, contracts, CHART_WORDS)) as unknown as { data: { title: string; place: Place }[] }[]
    expect(series?.data).toHaveLength(MOST_NODES + 1)
    expect(series?.data.find((node) => node.title === '其他')?.place).toEqual({})
  })
})

describe('a heat map', () => {
  it('marks a withheld cell and leaves out one that does not occur', () => {
    const { data } = seriesOf(heatOption(readResult(BY_COUNTRY, WORDS), contracts, CHART_WORDS))[0] as unknown as { data: { words: string; title: string; place: Place }[] }
    expect(data.map((item) => item.words)).toEqual(['7', '2', '⊘', '3', '1'])
    expect(data[2]?.title).toBe('德国 · 进口  ⊘ 不予公布')
    expect(data[0]?.place).toEqual({ country: 'US', direction: 'import' })
  })
})

describe('the tile map', () => {
  const figures: Figures = {
    dimensions: ['district'],
    measures: ['contracts'],
    cells: [
      { district: '320571', contracts: 100 },
      { district: '320583', contracts: 4 },
      { district: '320508', contracts: null, suppressed: true },
    ],
    margins: [],
    totals: { contracts: 104 },
  }
  const tiles = tilesOf(readResult(figures, WORDS), contracts, (code) => code)
  it('has the ten districts, each in a place of its own', () => {
    expect(tiles).toHaveLength(10)
    expect(new Set(Object.values(TILES).map(String)).size).toBe(10)
  })
  it('is darkest where there is most, and has no colour where there is no figure', () => {
    const tile = (code: string) => tiles.find((one) => one.code === code)
    expect(tile('320571')?.dark).toBe(true)
    expect(tile('320583')?.dark).toBe(false)
    expect(tile('320508')).toMatchObject({ colour: '', figure: { state: 'withheld' } })
    expect(tile('320582')).toMatchObject({ colour: '', figure: { state: 'absent' } })
  })
  it('has no step without a largest', () => {
    expect(stepOf(5, 0)).toBeNull()
    expect(stepOf(-2, 10)).toBe(0)
    expect(stepOf(10, 10)).toBe(6)
  })
})
