/** One measure as bars: along the page for names, which are long, and upright for times. Stacked where parts add up. */
import type { BarSeriesOption } from 'echarts/charts'
import { axisLabel, axisLine, base, LINE, markedName, otherAxes, seriesOf, type ChartOption, type ChartWords } from './base'
import { figureNumber, isAdditive, missingText, shortText, valueText, type Measure } from './figures'
import { isTime } from './period'
import { namesOf, placeOf, type Result } from './result'

/** More bars than this cannot be told apart; the table has them all. */
export const MOST_BARS = 15

export function barsOf(result: Result) {
  const axis = result.axes[0]
  const keys = axis?.keys ?? []
  const upright = axis !== undefined && (isTime(axis.code) || axis.code.endsWith('_year'))
  return { keys: upright ? keys : keys.slice(0, MOST_BARS), upright }
}

export function barHeight(result: Result): number {
  const { keys, upright } = barsOf(result)
  return upright ? 320 : Math.max(180, 64 + keys.length * 30)
}

export function barOption(result: Result, measure: Measure, words: ChartWords): ChartOption {
  const { keys, upright } = barsOf(result)
  const others = otherAxes(result)
  const kinds = seriesOf(result)
  const stacked = kinds.length > 1 && isAdditive(measure)
  const series = kinds.map((kind): BarSeriesOption => ({
    type: 'bar',
    name: namesOf(result, others, kind),
    barMaxWidth: upright ? 32 : 20,
    itemStyle: stacked ? {} : { borderRadius: upright ? [3, 3, 0, 0] : [0, 3, 3, 0] },
    ...(stacked ? { stack: 'all' } : {}),
    data: keys.map((key) => {
      const figure = result.figure([key.code, ...kind], measure.code)
      const item = { value: figureNumber(figure) ?? '-', figure, place: placeOf(result, [0, ...others], [key.code, ...kind]) }
      return item
    }),
  }))
  const figuresAt = (place: number) => kinds.map((kind) => result.figure([keys[place]?.code ?? '', ...kind], measure.code))
  const names = keys.map((key, place) => markedName(key.name, figuresAt(place)))
  const common = base(kinds.length)
  const categories = {
    type: 'category' as const,
    data: names,
    axisTick: { show: false },
    axisLine,
    axisLabel: upright
      ? { ...axisLabel, hideOverlap: true }
      : { ...axisLabel, interval: 0, width: 128, overflow: 'truncate' as const },
    ...(upright ? {} : { inverse: true }),
  }
  const values = {
    type: 'value' as const,
    ...(measure.unit === 'count' ? { minInterval: 1 } : {}),
    splitNumber: 4,
    splitLine: { lineStyle: { color: LINE } },
    axisLabel: { ...axisLabel, hideOverlap: true, formatter: (value: number) => shortText(value, measure.unit, words.locale) },
  }
  return {
    ...common,
    tooltip: {
      ...common.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      valueFormatter: (value, place) => (typeof value === 'number' ? valueText(value, measure.unit) : missingText(figuresAt(place), words.withheld)),
    },
    xAxis: upright ? categories : values,
    yAxis: upright ? values : categories,
    series,
  }
}
