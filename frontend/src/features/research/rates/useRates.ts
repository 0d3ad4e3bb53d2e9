/** The editions of the exchange rates, and whether the one in force has none: as a portal begins. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { RateEdition } from '@/api/types'

export function useRates() {
  const list = useQuery({
    queryKey: ['/reference/exchange-rates'],
    queryFn: ({ signal }) => api.get<{ items: RateEdition[] }>('/reference/exchange-rates', { signal }).then((answer) => answer.items),
  })
  const missing = computed(() => list.data.value !== undefined && !list.data.value[0]?.months)
  return { list, missing }
}
