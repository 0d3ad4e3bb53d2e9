/** Who at one's desks has how much to do. A desk's manager sees everyone, others see themselves. */
import { useQuery } from '@tanstack/vue-query'
import { api } from '@/api/client'
import type { Workload } from '@/api/types'

export function useWorkload() {
  return useQuery({
    // Under the queue's key, so that an action on a filing brings it up to date too.
    queryKey: ['/queue', 'workload'],
    queryFn: ({ signal }) => api.get<Workload>('/queue/workload', { signal }),
  })
}
