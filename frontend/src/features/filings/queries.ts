// Reading one filing and what hangs on it.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { ClockView, FilingView, FindingsView, HistoryEntry, Page } from '@/api/types'

export function loadFiling(id: string, signal?: AbortSignal): Promise<FilingView> {
  return api.get<FilingView>(`/filings/${id}`, signal ? { signal } : {})
}

export function findingsKey(id: string | null, version: number, attachments: number, language: string) {
  return ['/filings', id, 'findings', version, attachments, language] as const
}

/** What the checks say about the version that is saved; asked again after each save and upload. */
export function useFindings(filing: MaybeRefOrGetter<FilingView | null>) {
  const { locale } = useI18n()
  const key = computed(() => {
    const one = toValue(filing)
    return findingsKey(one?.id ?? null, one?.version ?? 0, one?.attachments.length ?? 0, locale.value)
  })
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<FindingsView>(`/filings/${key.value[1] ?? ''}/findings`, { signal }),
    enabled: computed(() => key.value[1] !== null),
    placeholderData: keepPreviousData,
  })
}

export function useClock(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['/filings', toValue(id), 'clock']),
    queryFn: ({ signal }) => api.get<ClockView>(`/filings/${toValue(id)}/clock`, { signal }),
  })
}

export function useHistory(id: MaybeRefOrGetter<string>) {
  return useQuery({
    queryKey: computed(() => ['/filings', toValue(id), 'history']),
    queryFn: ({ signal }) => api.get<Page<HistoryEntry>>(`/filings/${toValue(id)}/history`, { signal }),
  })
}
