// The data of the company that files (one's own, or the one an agent acts for), so that nobody types what the portal already knows.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { CompanyView } from '@/api/types'
import { useActingFor } from '@/features/mandates/actingFor'
import { useSession } from '@/session'
import type { PartyModel } from '../model'

export function useOwnCompany(of: () => string | null = () => null) {
  const { user } = useSession()
  const { acting } = useActingFor()
  const id = computed(() => of() ?? acting.value?.id ?? user.value?.company?.id)
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
