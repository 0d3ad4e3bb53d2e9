/** The answer to the question; while the next is on its way, the last one stays with its own question. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api } from '@/api/client'
import type { PivotAnswer } from '../shapes'
import { questionParameters, type Question } from './question'

export function useAnswer(question: Ref<Question | null>) {
  return useQuery({
    queryKey: computed(() => ['/research/pivot', question.value === null ? null : questionParameters(question.value)]),
    enabled: computed(() => question.value !== null),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const asked = question.value
      if (asked === null) throw new Error('asked without a question')
      return { asked, answer: await api.get<PivotAnswer>('/research/pivot', { query: questionParameters(asked), signal }) }
    },
  })
}
