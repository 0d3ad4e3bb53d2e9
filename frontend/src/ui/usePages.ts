// Lists that the server gives page by page: one query, one flat list, one “more”.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, type Query } from '@/api/client'
import type { Page } from '@/api/types'

/**
 * Reads `path` with `query`; a change of either starts the list anew. What comes beside the items, such as the figures of
 * a ledger, is in `first`: the first page has the newest.
 */
export function usePages<Item, Whole extends Page<Item> = Page<Item>>(path: MaybeRefOrGetter<string>, query: MaybeRefOrGetter<Query> = {}) {
  const asked = computed(() => toValue(query))
  const pages = useInfiniteQuery({
    queryKey: computed(() => [toValue(path), asked.value] as const),
    queryFn: ({ pageParam, signal }) =>
      api.get<Whole>(toValue(path), { query: { ...asked.value, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  })
  const items = computed(() => pages.data.value?.pages.flatMap((page) => page.items) ?? [])
  const stale = pages.isPlaceholderData
  return {
    first: computed(() => pages.data.value?.pages[0] ?? null),
    items,
    /** Whether the items answer what was asked before. */
    stale,
    // That there was nothing then says nothing about now.
    loading: computed(() => pages.isPending.value || (stale.value && items.value.length === 0)),
    refreshing: pages.isFetching,
    error: pages.error,
    hasMore: computed(() => pages.hasNextPage.value),
    more: () => void pages.fetchNextPage(),
    reload: () => void pages.refetch(),
  }
}
