/** An analysis as it is selected; while the next answer is on its way, the last one stays. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { AnalysisSummary } from '@/api/types'
import type { Analysis } from '../shapes'
import { selectionParameters, type Selection } from './selection'

export function useAnalyses() {
  const { locale } = useI18n()
  const list = useQuery({
    queryKey: computed(() => ['/research/analyses', locale.value]),
    queryFn: ({ signal }) => api.get<{ items: AnalysisSummary[] }>('/research/analyses', { signal }).then((answer) => answer.items),
    staleTime: 60_000,
  })
  return { ...list, analyses: computed(() => list.data.value ?? []) }
}

export function useAnalysis(code: Ref<string>, selection: Ref<Selection>) {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => ['/research/analyses', code.value, selectionParameters(selection.value, code.value), locale.value]),
    // Another analysis begins empty: its panels are not these.
    placeholderData: (last: Analysis | undefined, question) => (question?.queryKey[1] === code.value ? keepPreviousData(last) : undefined),
    queryFn: ({ signal }) => api.get<Analysis>(`/research/analyses/${encodeURIComponent(code.value)}`, { query: selectionParameters(selection.value, code.value), signal }),
  })
}
