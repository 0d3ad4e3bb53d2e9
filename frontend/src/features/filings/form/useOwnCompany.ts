// The signed-in company's own data, so that nobody types what the portal already knows.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { CompanyView } from '@/api/types'
import { useSession } from '@/session'
import type { PartyModel } from '../model'

export function useOwnCompany() {
  const { user } = useSession()
  const id = computed(() => user.value?.company?.id)
  const query = useQuery({
    queryKey: computed(() => ['/companies', id.value]),
    queryFn: ({ signal }) => api.get<CompanyView>(`/companies/${id.value ?? ''}`, { signal }),
    enabled: computed(() => id.value !== undefined),
    staleTime: 300_000,
  })
  return {
    company: query.data,
    fill(party: PartyModel) {
      const own = query.data.value
      if (own === undefined) return
      Object.assign(party, {
        name: own.name, country: 'CN', address: own.address, uscc: own.uscc, district: own.district, ownership: own.ownership,
      })
    },
  }
}
