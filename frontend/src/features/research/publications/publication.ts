/** What the centre publishes of its figures: which kinds, of which periods, in which languages. */

export const KINDS = ['monthly_brief', 'yearly_report', 'quality_notice'] as const
export type Kind = (typeof KINDS)[number]

/** As the server tells languages apart. */
export const LANGUAGES = ['zh-CN', 'en'] as const
export type PaperLanguage = (typeof LANGUAGES)[number]

export interface Publication {
  id: string
  kind: Kind
  /** A month, or a year. */
  period: string
  audience: 'cleared' | 'protected'
  as_of: number
  digest: string
  published_at: string
  title: string
}

export function readKind(text: string): Kind | '' {
  return KINDS.find((kind) => kind === text) ?? ''
}

/** What a publication of this kind is of. */
export function periodOf(kind: Kind): 'month' | 'year' {
  return kind === 'yearly_report' ? 'year' : 'month'
}

/** The newest period that is over on this day, `2026-12-05`. */
export function lastPeriod(kind: Kind, today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  if (periodOf(kind) === 'year') return String(year - 1)
  return month === 1 ? `${String(year - 1)}-12` : `${String(year)}-${String(month - 1).padStart(2, '0')}`
}

export function fileName({ kind, period, audience }: Publication, language: PaperLanguage): string {
  return `${kind.replace('_', '-')}-${period}${audience === 'cleared' ? '-internal' : ''}-${language}.pdf`
}
