/** The questions to the queue that this person keeps, and those shared with their desks. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { QueueQuestion, SavedView } from '@/api/types'

const KEY = ['/queue/views']

export interface NewView {
  name: string
  question: QueueQuestion
  shared_with: string | null
}

export function useViews() {
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ items: SavedView[] }>('/queue/views', { signal }).then((answer) => answer.items),
  })
  const again = () => void queries.invalidateQueries({ queryKey: KEY })
  const save = useMutation({ mutationFn: (view: NewView) => api.post<SavedView>('/queue/views', view), onSuccess: again })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/queue/views/${id}`), onSuccess: again })
  return { views: computed(() => list.data.value ?? []), error: list.error, save, remove }
}
