/** Everything a reviewer reads about one filing. Findings and clock are the server's words, in the language on screen. */
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { ClockView, FilingView, FindingsView, HistoryEntry, RoundsView } from '@/api/types'
import { filingKey } from './caseAction'

export function useCase(id: string) {
  const { locale } = useI18n()
  const filing = useQuery({
    queryKey: filingKey(id),
    queryFn: ({ signal }) => api.get<FilingView>(`/filings/${id}`, { signal }),
  })
  const findings = useQuery({
    queryKey: computed(() => filingKey(id, 'findings', locale.value)),
    queryFn: ({ signal }) => api.get<FindingsView>(`/filings/${id}/findings`, { signal }),
  })
  const clock = useQuery({
    queryKey: filingKey(id, 'clock'),
    queryFn: ({ signal }) => api.get<ClockView>(`/filings/${id}/clock`, { signal }),
  })
  const history = useQuery({
    queryKey: filingKey(id, 'history'),
    queryFn: ({ signal }) => api.get<{ items: HistoryEntry[] }>(`/filings/${id}/history`, { signal }),
  })
  const rounds = useQuery({
    queryKey: filingKey(id, 'rounds'),
    queryFn: ({ signal }) => api.get<RoundsView>(`/filings/${id}/rounds`, { signal }),
  })
  return { filing, findings, clock, history, rounds }
}
