/** Asks one question and, where both axes are used, the two that give its totals; all three as of the same entry. */
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import type { Pivot, ResearchDimensions } from '@/api/types'
import type { Answer } from './pivotGrid'
import { questionParameters, type PivotQuestion } from './pivotQuery'

export interface Answers {
  answer: Answer
  byRow: Answer | null
  byColumn: Answer | null
}

/** A contract registered between two of the three questions makes them disagree; asking again settles it. */
const ATTEMPTS = 3

export async function askWithTotals(
  question: PivotQuestion,
  ask: (question: PivotQuestion) => Promise<Answer>,
): Promise<Answers> {
  if (question.columns === '') return { answer: await ask(question), byRow: null, byColumn: null }
  const rowsOnly = { ...question, columns: '' }
  const columnsOnly = { ...question, rows: question.columns, columns: '' }
  let answers: Answers | null = null
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [answer, byRow, byColumn] = await Promise.all([ask(question), ask(rowsOnly), ask(columnsOnly)])
    if (answer.as_of === byRow.as_of && answer.as_of === byColumn.as_of) return { answer, byRow, byColumn }
    answers = { answer, byRow: null, byColumn: null }
  }
  // On a very busy register the figures stand without row and column totals rather than with ones of another moment.
  return answers ?? { answer: await ask(question), byRow: null, byColumn: null }
}

export function useDimensions() {
  const { locale } = useI18n()
  return useQuery({
    queryKey: computed(() => ['/research/dimensions', locale.value]),
    queryFn: ({ signal }) => api.get<ResearchDimensions>('/research/dimensions', { signal }),
  })
}

export function usePivot(question: Ref<PivotQuestion | null>) {
  return useQuery({
    queryKey: computed(() => ['/research/pivot', question.value]),
    enabled: computed(() => question.value !== null),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const asked = question.value
      if (asked === null) throw new Error('asked without a question')
      const ask = (one: PivotQuestion) => api.get<Pivot>('/research/pivot', { query: questionParameters(one), signal })
      return { question: asked, ...(await askWithTotals(asked, ask)) }
    },
  })
}
