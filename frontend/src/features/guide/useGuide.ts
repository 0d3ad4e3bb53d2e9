// The guide's state: the answers so far, and what the service makes of them. The service alone knows the rules.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { GuideAnswers, GuideQuestion, GuideView } from '@/api/types'

export interface Given {
  question: GuideQuestion
  answer: string
}

/** Answers as they travel: yes and no are true and false. */
export function toAnswers(given: readonly Given[]): GuideAnswers {
  return Object.fromEntries(
    given.map(({ question, answer }) => [question, answer === 'yes' ? true : answer === 'no' ? false : answer]),
  ) as GuideAnswers
}

export function useGuide(start: readonly Given[] = []) {
  const { locale } = useI18n()
  const given = ref<Given[]>([...start])
  const view = useQuery({
    queryKey: computed(() => ['/guide', given.value, locale.value]),
    queryFn: ({ signal }) => api.post<GuideView>('/guide', toAnswers(given.value), { signal }),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  })
  return {
    given,
    view,
    answer(question: GuideQuestion, answer: string) {
      given.value = [...given.value, { question, answer }]
    },
    /** Goes back to a question; what was answered after it may no longer arise. */
    backTo(question: GuideQuestion) {
      const at = given.value.findIndex((one) => one.question === question)
      if (at >= 0) given.value = given.value.slice(0, at)
    },
    restart() {
      given.value = []
    },
  }
}
