import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { Desk } from '@/api/types'

/** The desks of the centre, by their names in the language on screen. They change seldom. */
export function useDesks() {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => ['/desks', locale.value]),
    queryFn: ({ signal }) => api.get<{ items: Desk[] }>('/desks', { signal }).then((answer) => answer.items),
    staleTime: 5 * 60_000,
  })
}
