import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '@/i18n'
import type { HeadlineFigure } from '../shapes'
import HeadlineFigures from './HeadlineFigures.vue'
import '../words'

await loadLanguage('zh')

const contracts: HeadlineFigure = { code: 'contracts', name: '合同数', unit: 'count', value: 12, yoy: '0.5000', mom: '-0.2500', suppressed: false }
/** What a card says of its growth. */
function growths(figure: Partial<HeadlineFigure>): string[] {
  const view = mount(HeadlineFigures, { props: { figures: [{ ...contracts, ...figure }] }, global: { plugins: [i18n] } })
  return view.findAll('.growth').map((line) => line.text())
}

describe('a figure at the head', () => {
  it('has grown on the year and on the period before', () => {
    expect(growths({})).toEqual(['▲ 同比增长 50.0%', '▼ 环比下降 25.0%'])
  })
  it('says so once where both are alike, as of a whole year', () => {
    expect(growths({ yoy: '0.5000', mom: '0.5000' })).toEqual(['▲ 同比、环比均增长 50.0%'])
  })
  it('says where there is no figure to compare with, or it is withheld', () => {
    expect(growths({ yoy: null })).toEqual(['同比：无可比数据或不予公布', '▼ 环比下降 25.0%'])
    expect(growths({ yoy: null, mom: null })).toEqual(['同比、环比：无可比数据或不予公布'])
  })
  it('tells no growth of what is withheld, and none of what does not grow', () => {
    expect(growths({ value: null, suppressed: true })).toEqual([])
    expect(growths({ code: 'technology_fee_share', unit: 'ratio', value: '0.8280', yoy: null, mom: null })).toEqual([])
  })
})
