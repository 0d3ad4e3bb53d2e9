/** One measure of a grid as a bar chart: stacked where parts add up, side by side where they do not. */
import type { BarSeriesOption } from 'echarts/charts'
import type { ComposeOption } from 'echarts/core'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components'
import { axisText, figureNumber, figureText, isAdditive } from './figures'
import type { CellValue, Grid, Measure } from './pivotGrid'

export type ChartOption = ComposeOption<
  BarSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>

/** More bars than this cannot be told apart; the table has them all. */
export const CHART_ROWS = 20

/** Told apart with the common colour blindnesses, and dark enough on white (≥ 3:1). */
export const SERIES_COLOURS = ['#0b5c8a', '#b5651d', '#2f7d5b', '#8a4f9e', '#6b7480', '#b23a48', '#2b8ba6', '#7a7a1f']

const INK = '#2b3a45'
const SIZE = 14
const LINE = '#dde3ea'

export function chartOption(grid: Grid, measure: Measure, locale: string): ChartOption {
  const rows = grid.rows.slice(0, CHART_ROWS)
  const split = grid.columns.length > 1 || grid.columns[0]?.name !== ''
  const series = grid.columns.map((column): BarSeriesOption => ({
    type: 'bar',
    name: column.name,
    barMaxWidth: 36,
    ...(isAdditive(measure.unit) && split ? { stack: 'all' } : {}),
    data: rows.map((row) => figureNumber(grid.value(row.code, column.code, measure.code)) ?? '-'),
  }))
  return {
    color: SERIES_COLOURS,
    animationDuration: 200,
    textStyle: { color: INK, fontSize: SIZE },
    grid: { left: 8, right: 16, top: split ? 44 : 20, bottom: 8, containLabel: true },
    legend: { show: split, top: 4, left: 0, type: 'scroll', textStyle: { color: INK, fontSize: SIZE }, icon: 'roundRect', itemWidth: 14, itemHeight: 14, itemGap: 18 },
    tooltip: {
      textStyle: { fontSize: SIZE },
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      // Drawn on the canvas: HTML tips carry style attributes, which the content security policy forbids.
      renderMode: 'richText',
      confine: true,
      valueFormatter: (value) => figureText(value as CellValue, measure.unit),
    },
    xAxis: {
      type: 'category',
      data: rows.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: LINE } },
      axisLabel: { color: INK, fontSize: SIZE, hideOverlap: true, width: 96, overflow: 'truncate', rotate: rows.length > 8 ? 35 : 0 },
    },
    yAxis: {
      type: 'value',
      ...(measure.unit === 'count' ? { minInterval: 1 } : {}),
      splitLine: { lineStyle: { color: LINE } },
      axisLabel: { color: INK, fontSize: SIZE, formatter: (value: number) => axisText(value, measure.unit, locale) },
    },
    series,
  }
}
