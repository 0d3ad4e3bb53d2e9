// What was done under a mandate, page by page; the mandate itself comes with the first page.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import type { MandateActivity } from '@/api/types'

export function useActivity(id: MaybeRefOrGetter<string>) {
  const pages = useInfiniteQuery({
    queryKey: computed(() => ['/mandates', toValue(id), 'activity']),
    queryFn: ({ pageParam, signal }) =>
      api.get<MandateActivity>(`/mandates/${toValue(id)}/activity`, { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  })
  return {
    mandate: computed(() => pages.data.value?.pages[0]?.mandate ?? null),
    items: computed(() => pages.data.value?.pages.flatMap((page) => page.items) ?? []),
    loading: pages.isPending,
    refreshing: pages.isFetching,
    error: pages.error,
    hasMore: computed(() => pages.hasNextPage.value),
    more: () => void pages.fetchNextPage(),
    reload: () => void pages.refetch(),
  }
}
