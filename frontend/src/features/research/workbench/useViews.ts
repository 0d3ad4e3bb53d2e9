/** The questions that this person keeps, and those that colleagues share. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api } from '@/api/client'
import type { ResearchView } from '../shapes'

const KEY = ['/research/views']

export interface ViewBody {
  name: string
  question: { query: string; chart: string }
  shared: boolean
}

export function useViews() {
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<{ items: ResearchView[] }>('/research/views', { signal }).then((answer) => answer.items),
  })
  const again = () => void queries.invalidateQueries({ queryKey: KEY })
  const save = useMutation({ mutationFn: (view: ViewBody) => api.post<ResearchView>('/research/views', view), onSuccess: again })
  const change = useMutation({
    mutationFn: ({ view, body }: { view: ResearchView; body: ViewBody }) => api.put<ResearchView>(`/research/views/${view.id}`, body, { version: view.version }),
    // Also after a refusal: somebody else's version is then the one to see.
    onSettled: again,
  })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/research/views/${id}`), onSuccess: again })
  return { views: computed(() => list.data.value ?? []), error: list.error, save, change, remove }
}
