/** What screening meets in one filing, and what people say about it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import { createIntent } from '@/api/intent'
import type { Answer, ScreeningView, Verdict } from './types'

export type Saying =
  | { to: 'answers'; item: string; answer: Answer; reason: string }
  | { to: 'verdicts'; item: string; verdict: Verdict; reason: string }

export function screeningKey(filing: string, version?: number) {
  return ['/filings', filing, 'screening', ...(version === undefined ? [] : [version])]
}

export function useScreening(filing: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<number>) {
  const queries = useQueryClient()
  const key = computed(() => screeningKey(toValue(filing), toValue(version)))
  const screening = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<ScreeningView>(`/filings/${toValue(filing)}/screening`, { signal }),
  })
  const say = useMutation({
    mutationFn: ({ to, ...body }: Saying) =>
      api.post<ScreeningView>(`/filings/${toValue(filing)}/${to}`, body, { key: createIntent().key }),
    onSuccess: (view) => {
      queries.setQueryData(key.value, view)
    },
  })
  return { screening, say }
}
