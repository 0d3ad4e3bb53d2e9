/** What every chart shares: colours, patterns, letters, tips. */
import type { BarSeriesOption, HeatmapSeriesOption, LineSeriesOption, SankeySeriesOption } from 'echarts/charts'
import type { AriaComponentOption, GridComponentOption, LegendComponentOption, TooltipComponentOption, VisualMapComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { WITHHELD, type Figure } from './figures'
import { combinations, type Place, type Result } from './result'

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | SankeySeriesOption
  | HeatmapSeriesOption
  | AriaComponentOption
  | GridComponentOption
  | LegendComponentOption
  | TooltipComponentOption
  | VisualMapComponentOption
>

export interface ChartWords {
  locale: string
  /** What a withheld figure is called. */
  withheld: string
  /** What everything is called that is drawn as one. */
  rest: string
}

/** A drawn thing that leads to the place it stands for. */
export interface Picked {
  place?: Place
}

/** Told apart with the common colour blindnesses, and dark enough on white (≥ 3:1). */
export const SERIES_COLOURS = ['#0b5c8a', '#b5651d', '#2f7d5b', '#8a4f9e', '#6b7480', '#b23a48', '#2b8ba6', '#7a7a1f']
/** Few to many, for one quantity. */
export const SHADES = ['#eaf3f8', '#c3dcea', '#8fbdd6', '#559bbf', '#2878a3', '#0b5c8a', '#07405f']

export const INK = '#2b3a45'
export const LINE = '#dde3ea'
export const SIZE = 14

/** Series beyond these cannot be told apart; the table has them all. */
export const MOST_SERIES = SERIES_COLOURS.length

export function base(series: number): ChartOption {
  const several = series > 1
  return {
    color: SERIES_COLOURS,
    animationDuration: 250,
    textStyle: { color: INK, fontSize: SIZE },
    // Patterns beside colours; the words for readers are the table's.
    aria: { enabled: true, label: { enabled: false }, decal: { show: several } },
    grid: { left: 8, right: 20, top: several ? 48 : 16, bottom: 8, containLabel: true },
    legend: {
      show: several,
      top: 4,
      left: 0,
      type: 'scroll',
      textStyle: { color: INK, fontSize: SIZE },
      icon: 'roundRect',
      itemWidth: 16,
      itemHeight: 14,
      itemGap: 18,
    },
    tooltip: {
      textStyle: { fontSize: SIZE, color: INK },
      // Drawn on the canvas: HTML tips carry style attributes, which the content security policy forbids.
      renderMode: 'richText',
      confine: true,
    },
  }
}

export const axisLabel = { color: INK, fontSize: SIZE }
export const axisLine = { lineStyle: { color: LINE } }

/** A name on the axis: marked where one of its figures is withheld, so that a gap is not read as nothing. */
export function markedName(name: string, figures: readonly Figure[]): string {
  return figures.some((figure) => figure.state === 'withheld') ? `${name} ${WITHHELD}` : name
}

/** Every axis but the first. */
export function otherAxes(result: Result): number[] {
  return result.axes.map((_, axis) => axis).slice(1)
}

/** The keys of the series: combinations on every axis but the first; one nameless series where there is no other. */
export function seriesOf(result: Result): string[][] {
  const others = otherAxes(result)
  return others.length === 0 ? [[]] : combinations(result, others).slice(0, MOST_SERIES)
}
