/** What may be asked for, and the words for every code in an answer. */
import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { Measure } from './charts/figures'
import type { Words } from './charts/result'
import { readDerived, unitOf } from './measures'
import type { Offer } from './shapes'

export function useOffer() {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => ['/research/dimensions', locale.value]),
    queryFn: ({ signal }) => api.get<Offer>('/research/dimensions', { signal }),
    staleTime: 60_000,
  })
}

export interface FullWords extends Words {
  value(dimension: string, code: string): string
}

export function useWords(offer: ComputedRef<Offer | undefined>): ComputedRef<FullWords> {
  const { t } = useI18n()
  return computed(() => wordsOf(offer.value, t))
}

export function wordsOf(offer: Offer | undefined, t: (key: string, words: Record<string, string>) => string): FullWords {
  const dimensions = new Map(offer?.dimensions.map((one) => [one.code, one]))
  const measures = new Map(offer?.measures.map((one) => [one.code, one]))
  const bases = new Map(offer?.bases.map((one) => [one.code, one.name]))
  const dimension = (code: string) => dimensions.get(code)?.name ?? code
  const measure = (code: string): Measure => {
    const known = measures.get(code)
    if (known !== undefined) return known
    const derived = readDerived(code)
    const base = derived === null ? '' : (bases.get(derived.base) ?? measures.get(derived.base)?.name ?? derived.base)
    const name = derived === null ? dimension(code) : t(`research.derived.${derived.kind}`, { base, over: dimension(derived.over) })
    return { code, name, unit: unitOf(code) }
  }
  const names = new Map<string, Map<string, string>>()
  const value = (of: string, code: string) => {
    const known = names.get(of) ?? new Map(dimensions.get(of)?.values.map((one) => [one.code, one.name]))
    names.set(of, known)
    return known.get(code) ?? code
  }
  return { dimension, measure, value, values: (code) => dimensions.get(code)?.values ?? [] }
}
