// Countries, currencies, industries and districts as the server gives them, in the language on screen.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { Reference } from '@/api/types'

/** Codes under which the industrial park is also counted; the offered list has one of them. */
const SAME_DISTRICT: Record<string, string> = { '320576': '320571', '320594': '320571' }

interface Named {
  code: string
  name: string
}

function nameIn(list: readonly Named[] | undefined, code: string | null | undefined): string {
  if (!code) return '—'
  return list?.find((one) => one.code === code)?.name ?? code
}

export function useReference() {
  const { locale } = useI18n()
  const query = useQuery({
    queryKey: computed(() => ['/reference', locale.value]),
    queryFn: ({ signal }) => api.get<Reference>('/reference', { signal }),
    staleTime: Infinity,
  })
  const reference = query.data
  return {
    reference,
    error: query.error,
    country: (code: string | null | undefined) => nameIn(reference.value?.countries, code),
    currency: (code: string | null | undefined) => nameIn(reference.value?.currencies, code),
    industry: (code: string | null | undefined) => nameIn(reference.value?.industries, code),
    district: (code: string | null | undefined) => nameIn(reference.value?.districts, SAME_DISTRICT[code ?? ''] ?? code),
  }
}
