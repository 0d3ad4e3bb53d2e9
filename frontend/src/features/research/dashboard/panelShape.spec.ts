import { describe, expect, it } from 'vitest'
import type { Panel } from '../shapes'
import { widthsOf } from './panelShape'

const panel = (kind: Panel['kind']): Pick<Panel, 'kind' | 'dimensions'> => ({ kind, dimensions: [] })

describe('the width of panels', () => {
  it.each<[Panel['kind'][], boolean[]]>([
    [['bar', 'bar'], [false, false]],
    [['line', 'bar', 'sankey', 'bar', 'bar'], [true, true, true, false, false]],
    [['bar', 'bar', 'bar'], [false, false, true]],
    [['bar'], [true]],
    [[], []],
  ])('of %j: whoever would stand alone takes the row', (kinds, wide) => {
    expect(widthsOf(kinds.map(panel))).toEqual(wide)
  })
})
