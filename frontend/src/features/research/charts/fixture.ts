/** Answers for specs, in the shape that the server gives. */
import type { Figures } from '../shapes'
import type { Words } from './result'

const NAMES: Record<string, [code: string, name: string][]> = {
  country: [['DE', '德国'], ['JP', '日本'], ['US', '美国']],
  direction: [['import', '进口'], ['export', '出口']],
  industry: [['27', '医药制造业'], ['39', '电子设备制造业']],
  district: [['320508', '姑苏区'], ['320571', '苏州工业园区'], ['320583', '昆山市']],
}

export const WORDS: Words = {
  dimension: (code) => ({ country: '国家（地区）', direction: '方向', industry: '行业', district: '所属板块', month: '月份' })[code] ?? code,
  values: (code) => (NAMES[code] ?? []).map(([value, name]) => ({ code: value, name })),
  measure: (code) => ({ code, name: { contracts: '合同数', amount_usd: '金额' }[code] ?? code, unit: code === 'amount_usd' ? 'usd' : code.endsWith('rate') ? 'percent' : 'count' }),
}

export const CHART_WORDS = { locale: 'zh-CN', withheld: '⊘ 不予公布', rest: '其他' }

/** Countries by direction: one cell withheld, one undefined, one that does not occur. */
export const BY_COUNTRY: Figures = {
  dimensions: ['country', 'direction'],
  measures: ['contracts', 'amount_usd'],
  cells: [
    { country: 'US', direction: 'export', contracts: 2, amount_usd: '1500.00' },
    { country: 'US', direction: 'import', contracts: 7, amount_usd: '9007199254740993.01' },
    { country: 'DE', direction: 'import', contracts: null, amount_usd: null, suppressed: true },
    { country: 'JP', direction: 'import', contracts: 3, amount_usd: null },
    { country: 'JP', direction: 'export', contracts: 1, amount_usd: null, suppressed: ['amount_usd'] },
  ],
  margins: [
    { dimensions: ['country'], cells: [{ country: 'US', contracts: 9, amount_usd: '9007199254742493.01' }] },
    { dimensions: ['direction'], cells: [{ direction: 'import', contracts: 15, amount_usd: '5.00' }] },
  ],
  totals: { contracts: 18, amount_usd: '6.00' },
}

/** Months with a gap between them. */
export const BY_MONTH: Figures = {
  dimensions: ['month'],
  measures: ['contracts', 'mean_royalty_rate'],
  cells: [
    { month: '2024-02', contracts: 4, mean_royalty_rate: '3.5000' },
    { month: '2023-11', contracts: 2, mean_royalty_rate: '2.0000' },
    { month: '2024-01', contracts: null, mean_royalty_rate: null, suppressed: true },
  ],
  margins: [],
  totals: { contracts: 9, mean_royalty_rate: '3.0000' },
}

/** From country to industry to district; the answer's own pair totals differ from its cells, since one is withheld. */
export const FLOWS: Figures = {
  dimensions: ['country', 'industry', 'district'],
  measures: ['contracts'],
  cells: [
    { country: 'DE', industry: '27', district: '320571', contracts: 4 },
    { country: 'DE', industry: '39', district: '320583', contracts: null, suppressed: true },
    { country: 'JP', industry: '39', district: '320571', contracts: 1 },
  ],
  margins: [
    { dimensions: ['country', 'industry'], cells: [
      { country: 'DE', industry: '27', contracts: 4 },
      { country: 'DE', industry: '39', contracts: 6 },
      { country: 'JP', industry: '39', contracts: 1 },
    ] },
  ],
  totals: { contracts: 11 },
}
