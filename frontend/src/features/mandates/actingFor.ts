// For whom an agent's user works at the moment: their own company, or one that gave a mandate. Kept for this tab only,
// so that a new day does not begin in somebody else's name.
import { useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { api } from '@/api/client'
import type { MandateView, Page } from '@/api/types'
import { useSession } from '@/session'

export interface Principal {
  id: string
  name: string
}

const KEPT = 'portal.acting_for'

/** What was kept, if it is of this person. */
export function readKept(text: string | null, person: string): Principal | null {
  if (text === null) return null
  try {
    const kept = JSON.parse(text) as { person?: unknown; id?: unknown; name?: unknown }
    const { id, name } = kept
    return kept.person === person && typeof id === 'string' && typeof name === 'string' ? { id, name } : null
  } catch {
    return null
  }
}

/** The companies behind some mandates, each once, by name. */
export function principalsOf(mandates: readonly MandateView[]): Principal[] {
  const known = new Map(mandates.map((mandate) => [mandate.company.id, mandate.company]))
  return [...known.values()].sort((one, other) => one.name.localeCompare(other.name, 'zh'))
}

const chosen = ref<Principal | null>(null)
let read: string | null = null

export function useActingFor() {
  const { user, isCompany, onSignedOut } = useSession()
  const person = user.value?.id ?? null
  if (person !== null && read !== person) {
    chosen.value = readKept(sessionStorage.getItem(KEPT), person)
    read = person
    onSignedOut(() => {
      chosen.value = null
      read = null
      sessionStorage.removeItem(KEPT)
    })
  }
  const held = useQuery({
    queryKey: ['/mandates', 'held', person],
    queryFn: ({ signal }) =>
      api.get<Page<MandateView>>('/mandates', { query: { side: 'held', live: true, limit: 100 }, signal }),
    enabled: computed(() => isCompany.value && user.value?.company?.status === 'approved'),
    staleTime: 60_000,
  })
  const principals = computed(() => principalsOf(held.data.value?.items ?? []))
  return {
    principals,
    /** Whom one acts for; null is one's own company. A mandate that ended while it was chosen counts no more. */
    acting: computed<Principal | null>(() => {
      const known = held.data.value === undefined || principals.value.some((one) => one.id === chosen.value?.id)
      return known ? chosen.value : null
    }),
    actFor(principal: Principal | null) {
      chosen.value = principal
      if (principal === null || person === null) sessionStorage.removeItem(KEPT)
      else sessionStorage.setItem(KEPT, JSON.stringify({ person, ...principal }))
    },
  }
}
