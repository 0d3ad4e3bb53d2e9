/** One measure over two axes, darker where there is more. */
import { axisLabel, axisLine, base, otherAxes, SHADES, type ChartOption, type ChartWords } from './base'
import { figureNumber, figureText, shortText, WITHHELD, type Measure } from './figures'
import { combinations, namesOf, placeOf, type Result } from './result'

export const MOST_ROWS = 20
export const MOST_COLUMNS = 36
/** In more columns than this a figure no longer fits into its cell. */
const COLUMNS_WITH_WORDS = 9
/** Pixels of a chart in which no figure does, as on a telephone: the table has them all. */
const NARROW = 520
/** Degrees of names that do not fit beside each other. */
const TILT = 40

export function heatHeight(result: Result): number {
  return 96 + Math.min(result.axes[0]?.keys.length ?? 0, MOST_ROWS) * 32
}

/** Amounts differ by powers of ten: the root keeps the small ones apart. Signs stay. */
export function shade(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value))
}

export function heatOption(result: Result, measure: Measure, words: ChartWords): ChartOption {
  const rows = (result.axes[0]?.keys ?? []).slice(0, MOST_ROWS)
  const others = otherAxes(result)
  const columns = combinations(result, others).slice(0, MOST_COLUMNS)
  const items = rows.flatMap((row, y) =>
    columns.flatMap((column, x) => {
      const figure = result.figure([row.code, ...column], measure.code)
      const value = figureNumber(figure)
      if (value === null && figure.state !== 'withheld') return []
      const item = {
        value: [x, y, value === null ? 0 : shade(value)],
        words: value === null ? WITHHELD : shortText(value, measure.unit, words.locale),
        title: `${row.name} · ${namesOf(result, others, column)}  ${figureText(figure, measure.unit, words.withheld)}`,
        place: placeOf(result, [0, ...others], [row.code, ...column]),
        ...(value === null ? { visualMap: false, itemStyle: { color: '#f3f5f7', borderColor: '#8496a3' } } : {}),
      }
      return [item]
    }),
  )
  const shades = items.map((item) => item.value[2] ?? 0)
  const middle = (Math.min(...shades, 0) + Math.max(...shades, 1)) / 2
  const common = base(1)
  // What the width of the chart decides: `media` says it for a narrow one and for every other, so that turning a telephone round helps.
  const drawn = (wide: boolean) => ({
    xAxis: { axisLabel: { ...axisLabel, interval: 0, width: 88, overflow: 'truncate' as const, rotate: wide && columns.length <= 8 ? 0 : TILT } },
    series: [{ label: { show: wide && columns.length <= COLUMNS_WITH_WORDS } }],
  })
  const data = items.map((item) => ({ ...item, label: { color: (item.value[2] ?? 0) > middle ? '#ffffff' : '#17242f' } }))
  return {
    ...common,
    aria: { enabled: false },
    tooltip: {
      ...common.tooltip,
      trigger: 'item',
      formatter: (given) => ((Array.isArray(given) ? given[0] : given)?.data as { title?: string } | undefined)?.title ?? '',
    },
    visualMap: { show: false, dimension: 2, min: Math.min(...shades, 0), max: Math.max(...shades, 1), inRange: { color: SHADES } },
    xAxis: {
      type: 'category',
      data: columns.map((column) => namesOf(result, others, column)),
      position: 'top',
      axisTick: { show: false },
      axisLine,
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine,
      axisLabel: { ...axisLabel, interval: 0, width: 128, overflow: 'truncate' },
    },
    series: [
      {
        type: 'heatmap',
        data: data as never[],
        itemStyle: { borderColor: '#ffffff', borderWidth: 2, borderRadius: 3 },
        label: { fontSize: 13, formatter: ({ data: one }) => (one as unknown as { words: string }).words },
        emphasis: { itemStyle: { borderColor: INK_EDGE } },
      },
    ],
    media: [
      { query: { maxWidth: NARROW }, option: drawn(false) },
      { option: drawn(true) },
    ],
  }
}

const INK_EDGE = '#17242f'
