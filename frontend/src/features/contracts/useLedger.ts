// The payments under a contract, page by page; the figures come with every page, and the first has the newest.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import type { Ledger } from '@/api/types'

export function useLedger(contract: MaybeRefOrGetter<string>) {
  const pages = useInfiniteQuery({
    queryKey: computed(() => ['/contracts', toValue(contract), 'payments']),
    queryFn: ({ pageParam, signal }) =>
      api.get<Ledger>(`/contracts/${toValue(contract)}/payments`, { query: { cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  })
  return {
    figures: computed(() => pages.data.value?.pages[0]?.figures ?? null),
    items: computed(() => pages.data.value?.pages.flatMap((page) => page.items) ?? []),
    loading: pages.isPending,
    refreshing: pages.isFetching,
    error: pages.error,
    hasMore: computed(() => pages.hasNextPage.value),
    more: () => void pages.fetchNextPage(),
    reload: () => void pages.refetch(),
  }
}
