/** What a measure's code says: `amount_usd`, `median_royalty_rate`, `share:amount_usd:row`, `hhi:amount_usd:country`. */

export const DERIVED = ['share', 'share_row', 'share_column', 'yoy', 'mom', 'rank', 'hhi'] as const
export type Derived = (typeof DERIVED)[number]

export interface DerivedMeasure {
  kind: Derived
  base: string
  /** The dimension of a concentration. */
  over: string
}

const WORD = /^[a-z][a-z0-9_]*$/

export function readDerived(code: string): DerivedMeasure | null {
  const [head = '', base = '', more = '', ...rest] = code.split(':')
  if (rest.length > 0 || !WORD.test(base)) return null
  if (head === 'share') return more === '' ? { kind: 'share', base, over: '' } : more === 'row' || more === 'column' ? { kind: `share_${more}`, base, over: '' } : null
  if (head === 'hhi') return WORD.test(more) ? { kind: 'hhi', base, over: more } : null
  return (head === 'yoy' || head === 'mom' || head === 'rank') && more === '' ? { kind: head, base, over: '' } : null
}

export function writeDerived({ kind, base, over }: DerivedMeasure): string {
  if (kind === 'share_row' || kind === 'share_column') return `share:${base}:${kind.slice(6)}`
  return kind === 'hhi' ? `hhi:${base}:${over}` : `${kind}:${base}`
}

export function isMeasure(code: string): boolean {
  return WORD.test(code) || readDerived(code) !== null
}

/** The unit, where the offer does not say it. */
export function unitOf(code: string): string {
  const derived = readDerived(code)
  if (derived !== null) return derived.kind === 'rank' ? 'rank' : derived.kind === 'hhi' ? 'index' : 'ratio'
  if (code.endsWith('_share')) return 'ratio'
  if (code.endsWith('_usd')) return 'usd'
  if (code.endsWith('royalty_rate')) return 'percent'
  return 'count'
}
