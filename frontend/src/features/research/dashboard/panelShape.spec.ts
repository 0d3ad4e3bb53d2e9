import { describe, expect, it } from 'vitest'
import type { Panel } from '../shapes'
import { isEmpty, widthsOf } from './panelShape'

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

describe('a page without figures', () => {
  const bare = { cells: [], note: null }
  it('is empty', () => {
    expect(isEmpty([bare, bare])).toBe(true)
    expect(isEmpty([bare, { cells: [{ contracts: 1 }], note: null }])).toBe(false)
  })
  it('is not empty where a panel says why it has none', () => {
    expect(isEmpty([bare, { cells: [], note: '该部分仅按已结束的单个自然年公布。' }])).toBe(false)
  })
})
