// What the research endpoints answer, as far as the description cannot say it: cells are objects by the codes that were asked for.
import type { AnalysisSummary } from '@/api/types'

export type Value = string | number | null

/** One group: its key of each dimension, its value of each measure, and which of them are withheld. */
export interface FlatCell {
  suppressed?: boolean | string[]
  [column: string]: Value | boolean | string[] | undefined
}

export interface Named {
  code: string
  name: string
}

export interface OfferedDimension extends Named {
  /** The coarser dimension that gathers its values. */
  parent: string | null
  values: Named[]
}

export interface OfferedMeasure extends Named {
  /** `count`, `usd`, `ratio` (1 is the whole), `percent`, `working_days`, `months`, `rank` or `index`. */
  unit: string
  additive: boolean
}

/** What may be asked for, and by what. */
export interface Offer {
  as_of: number
  audience: 'cleared' | 'protected'
  latest_month: string | null
  dimensions: OfferedDimension[]
  measures: OfferedMeasure[]
  bases: Named[]
  spreads: Named[]
  limits: { dimensions: number; measures: number; filter_values: number; cells: number }
}

export interface Margin {
  dimensions: string[]
  cells: FlatCell[]
}

/** A dimension or a measure: its code, or, in a panel, with its words. */
export type Column = string | (Named & { /** Of a measure. */ unit: string | null; /** Of a dimension: the keys that occur, in their order. */ values: Named[] | null })

/** Cells with their totals: what charts and tables are made of. */
export interface Figures {
  dimensions: Column[]
  measures: Column[]
  cells: FlatCell[]
  margins: Margin[]
  totals: FlatCell
}

export interface Disclosure {
  policy: number
  withheld: number
}

export interface PivotAnswer extends Figures {
  dimensions: string[]
  measures: string[]
  as_of: number
  latest_month: string | null
  /** How many; 1 for some where figures are under disclosure control. */
  without_rate: number
  disclosure: Disclosure | null
}

export interface HeadlineFigure extends Named {
  unit: string
  value: Value
  /** Growth over the same months a year before; 0.1 is a tenth more. */
  yoy: Value
  /** The same over the months before the period, as many as it has. */
  mom: Value
  suppressed: boolean
}

export const PANEL_KINDS = ['bar', 'line', 'stacked', 'sankey', 'tile_map', 'heat', 'table'] as const
export type PanelKind = (typeof PANEL_KINDS)[number]

export interface Panel extends Figures {
  code: string
  title: string
  kind: PanelKind
  /** The question that it answers, for the workbench, files and permanent links; null where it is none of the cube. */
  query: string | null
  /** Why it has no figures for this reader or under these filters. */
  note: string | null
}

export interface Analysis extends AnalysisSummary {
  as_of: number
  latest_month: string | null
  audience: 'cleared' | 'protected'
  disclosure: Disclosure | null
  /** How many; 1 for some where figures are under disclosure control. */
  without_rate: number
  period: { from: string; to: string }
  headline: HeadlineFigure[]
  panels: Panel[]
  citation: string
}

export interface ResearchView {
  id: string
  name: string
  question: { query: string; chart: string }
  shared: boolean
  own: boolean
  owner_name: string
  version: number
  created_at: string
  updated_at: string
}
