/** One measure over time, a line for each combination of the other axes. */
import type { LineSeriesOption } from 'echarts/charts'
import { axisLabel, axisLine, base, LINE, markedName, otherAxes, seriesOf, type ChartOption, type ChartWords } from './base'
import { figureNumber, isAdditive, missingText, shortText, valueText, type Figure, type Measure } from './figures'
import { namesOf, placeOf, type Result } from './result'

/** Marks on more points than this make a line unreadable. */
const MOST_MARKS = 36
const MARKS = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin', 'arrow', 'emptyCircle']

export function lineOption(result: Result, measure: Measure, words: ChartWords): ChartOption {
  const keys = result.axes[0]?.keys ?? []
  const others = otherAxes(result)
  const kinds = seriesOf(result)
  const series = kinds.map((kind, index): LineSeriesOption => ({
    type: 'line',
    name: namesOf(result, others, kind),
    symbol: MARKS[index % MARKS.length] ?? 'circle',
    symbolSize: 7,
    showSymbol: keys.length <= MOST_MARKS,
    lineStyle: { width: 2.5, type: index < 4 ? 'solid' : 'dashed' },
    ...(kinds.length === 1 ? { areaStyle: { opacity: 0.08 } } : {}),
    triggerLineEvent: true,
    data: keys.map((key) => {
      const item = {
        value: drawn(result.figure([key.code, ...kind], measure.code), measure),
        place: placeOf(result, [0, ...others], [key.code, ...kind]),
      }
      return item
    }),
  }))
  const figuresAt = (place: number) => kinds.map((kind) => result.figure([keys[place]?.code ?? '', ...kind], measure.code))
  const common = base(kinds.length)
  return {
    ...common,
    tooltip: {
      ...common.tooltip,
      trigger: 'axis',
      valueFormatter: (value, place) => (typeof value === 'number' ? valueText(value, measure.unit) : missingText(figuresAt(place), words.withheld)),
    },
    xAxis: { type: 'category', data: keys.map((key, place) => markedName(key.name, figuresAt(place))), boundaryGap: false, axisTick: { show: false }, axisLine, axisLabel: { ...axisLabel, hideOverlap: true } },
    yAxis: {
      type: 'value',
      ...(measure.unit === 'count' ? { minInterval: 1 } : {}),
      splitNumber: 4,
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: { ...axisLabel, formatter: (value: number) => shortText(value, measure.unit, words.locale) },
    },
    series,
  }
}

/** A month of which there is no contract is 0 of what is counted; a withheld or undefined figure leaves a gap. */
function drawn(figure: Figure, measure: Measure): number | string {
  if (figure.state === 'absent' && isAdditive(measure)) return 0
  return figureNumber(figure) ?? '-'
}
