/** One measure as it flows from axis to axis, e.g. from country to industry to district. */
import { base, INK, SERIES_COLOURS, SIZE, type ChartOption, type ChartWords } from './base'
import { figureNumber, valueText, type Measure } from './figures'
import { combinations, type Keys, type Place, type Result } from './result'

/** Names a column can hold; the smaller ones are drawn as one. */
export const MOST_NODES = 10
const REST = '\u0002rest'

export interface Flow {
  /** The axis that it leaves. */
  axis: number
  from: string
  to: string
  value: number
}

/** What flows between neighbouring axes: what the answer says of the pair, or, where it gives no totals, what its cells say. */
export function flows(result: Result, measure: Measure): Flow[] {
  const found: Flow[] = []
  for (let axis = 0; axis + 1 < result.axes.length; axis += 1) {
    for (const [from = '', to = ''] of combinations(result, [axis, axis + 1])) {
      const keys: Keys = result.axes.map((_, index) => (index === axis ? from : index === axis + 1 ? to : null))
      const figure = result.figure(keys, measure.code)
      const value = figure.state === 'absent' ? sumOf(result, axis, from, to, measure) : figureNumber(figure)
      if (value !== null && value > 0) found.push({ axis, from, to, value })
    }
  }
  return found
}

function sumOf(result: Result, axis: number, from: string, to: string, measure: Measure): number {
  const rows = result.rows.filter((row) => row[axis] === from && row[axis + 1] === to)
  return rows.reduce((sum, row) => sum + (figureNumber(result.figure(row, measure.code)) ?? 0), 0)
}

/** The largest keys of each axis by what flows through them; the rest become one. */
function gathered(result: Result, all: readonly Flow[]): Flow[] {
  const kept = result.axes.map((_, axis) => {
    const through = new Map<string, number>()
    for (const flow of all) {
      if (flow.axis === axis) through.set(flow.from, (through.get(flow.from) ?? 0) + flow.value)
      if (axis === result.axes.length - 1 && flow.axis === axis - 1) through.set(flow.to, (through.get(flow.to) ?? 0) + flow.value)
    }
    const order = [...through.entries()].sort(([, one], [, other]) => other - one).map(([key]) => key)
    return new Set(order.length > MOST_NODES ? order.slice(0, MOST_NODES - 1) : order)
  })
  const sums = new Map<string, Flow>()
  for (const flow of all) {
    const from = kept[flow.axis]?.has(flow.from) === true ? flow.from : REST
    const to = kept[flow.axis + 1]?.has(flow.to) === true ? flow.to : REST
    const key = `${String(flow.axis)}:${from}>${to}`
    const known = sums.get(key)
    sums.set(key, { axis: flow.axis, from, to, value: (known?.value ?? 0) + flow.value })
  }
  return [...sums.values()]
}

export function sankeyHeight(result: Result): number {
  const most = Math.max(...result.axes.map((axis) => Math.min(axis.keys.length, MOST_NODES)), 4)
  return 80 + most * 40
}

/** None where every flow is withheld: an empty picture would say that there is none. */
export function sankeyOption(result: Result, measure: Measure, words: ChartWords): ChartOption | null {
  const drawn = gathered(result, flows(result, measure))
  if (drawn.length === 0) return null
  const id = (axis: number, key: string) => `${String(axis)}:${key}`
  const title = (axis: number, key: string) => (key === REST ? words.rest : result.name(axis, key))
  const placed = (axis: number, key: string): Place => (key === REST ? {} : { [result.axes[axis]?.code ?? '']: key })
  const nodes = new Map<string, { name: string; title: string; depth: number; place: Place; itemStyle: { color: string } }>()
  const node = (axis: number, key: string) => {
    if (nodes.has(id(axis, key))) return
    const colour = key === REST ? '#8496a3' : (SERIES_COLOURS[nodes.size % SERIES_COLOURS.length] ?? INK)
    nodes.set(id(axis, key), { name: id(axis, key), title: title(axis, key), depth: axis, place: placed(axis, key), itemStyle: { color: colour } })
  }
  for (const flow of drawn) {
    node(flow.axis, flow.from)
    node(flow.axis + 1, flow.to)
  }
  const common = base(1)
  const titleOf = (data: unknown) => (data as { title?: string }).title ?? ''
  return {
    ...common,
    tooltip: {
      ...common.tooltip,
      trigger: 'item',
      formatter: (given) => {
        const one = Array.isArray(given) ? given[0] : given
        return `${titleOf(one?.data)}  ${valueText(Number(one?.value ?? 0).toFixed(measure.unit === 'usd' ? 2 : 0), measure.unit)}`
      },
    },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: 140,
        top: 8,
        bottom: 8,
        nodeGap: 12,
        nodeWidth: 14,
        layoutIterations: 24,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        label: { color: INK, fontSize: SIZE, width: 128, overflow: 'truncate', formatter: ({ data }) => titleOf(data) },
        lineStyle: { color: 'gradient', opacity: 0.35 },
        data: [...nodes.values()],
        links: drawn.map((flow) => {
          const link = {
            source: id(flow.axis, flow.from),
            target: id(flow.axis + 1, flow.to),
            value: flow.value,
            title: `${title(flow.axis, flow.from)} → ${title(flow.axis + 1, flow.to)}`,
            place: { ...placed(flow.axis, flow.from), ...placed(flow.axis + 1, flow.to) },
          }
          return link
        }),
      },
    ],
  }
}
