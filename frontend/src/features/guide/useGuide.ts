// The guide's state: the answers so far, and what the service makes of them. The service alone knows the rules.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, ref, toValue, type MaybeRefOrGetter } from 'vue'
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

/** Where these answers lead, with the papers it takes; the one list of papers that a page shows before there is a draft. */
export function useGuideView(answers: MaybeRefOrGetter<GuideAnswers>, enabled: MaybeRefOrGetter<boolean> = true) {
  const { locale } = useI18n()
  const view = useQuery({
    queryKey: computed(() => ['/guide', toValue(answers), locale.value]),
    queryFn: ({ signal }) => api.post<GuideView>('/guide', toValue(answers), { signal }),
    enabled: computed(() => toValue(enabled)),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  })
  return { view, papers: computed(() => view.data.value?.outcome?.beginning?.documents ?? []) }
}

export function useGuide(start: readonly Given[] = []) {
  const given = ref<Given[]>([...start])
  const { view } = useGuideView(() => toAnswers(given.value))
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
