/**
 * The company's answers to a return, item by item. What changed where an item points counts as corrected by itself; what did
 * not needs an explanation. Kept in this tab until the filing is submitted again.
 */
import { useQuery } from '@tanstack/vue-query'
import { computed, reactive, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { api } from '@/api/client'
import type { FilingView, ReturnItem, RoundsView } from '@/api/types'

export type AnswerKind = 'corrected' | 'explained'

export interface GivenAnswer {
  answer: AnswerKind | null
  text: string
}

export interface AnswerProblem {
  item: number
  reason: 'missing' | 'unchanged' | 'unexplained'
}

export interface AnswerBody {
  item: number
  answer: AnswerKind
  text?: string
}

type Compared = Pick<ReturnItem, 'changes'>
type Given = Record<number, GivenAnswer | undefined>

/** True when something is different there, false when nothing is, null when there is nothing to compare with. */
export function hasChanged({ changes }: Compared): boolean | null {
  return changes === null ? null : changes.fields.length + changes.papers.length > 0
}

/** What was chosen; else “corrected” as soon as something changed there. */
export function answerOf(item: Compared, given: GivenAnswer | undefined): GivenAnswer {
  const answer = given?.answer ?? (hasChanged(item) === true ? 'corrected' : null)
  return { answer, text: given?.text ?? '' }
}

export function answerProblems(items: readonly Compared[], given: Given): AnswerProblem[] {
  return items.flatMap((item, index): AnswerProblem[] => {
    const { answer, text } = answerOf(item, given[index])
    if (answer === null) return [{ item: index, reason: 'missing' }]
    if (answer === 'corrected') return hasChanged(item) === false ? [{ item: index, reason: 'unchanged' }] : []
    return text.trim() === '' ? [{ item: index, reason: 'unexplained' }] : []
  })
}

export function answerBodies(items: readonly Compared[], given: Given): AnswerBody[] {
  return items.flatMap((item, index) => {
    const { answer, text } = answerOf(item, given[index])
    if (answer === null) return []
    return [{ item: index, answer, ...(text.trim() === '' ? {} : { text: text.trim() }) }]
  })
}

function read(stored: string | null): Given {
  try {
    const found: unknown = JSON.parse(stored ?? '{}')
    return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Given) : {}
  } catch {
    return {}
  }
}

/** The answers being written for one filing; nothing to answer unless it was returned. */
export function useReturnAnswers(filing: MaybeRefOrGetter<FilingView | null>, store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = sessionStorage) {
  const id = computed(() => toValue(filing)?.id ?? '')
  const returned = computed(() => toValue(filing)?.status === 'returned')
  const rounds = useQuery({
    queryKey: computed(() => ['/filings', id.value, 'rounds', toValue(filing)?.version ?? 0, toValue(filing)?.attachments.length ?? 0]),
    queryFn: ({ signal }) => api.get<RoundsView>(`/filings/${id.value}/rounds`, { signal }),
    enabled: returned,
    placeholderData: (before) => before,
  })
  const items = computed<ReturnItem[]>(() => (returned.value ? (rounds.data.value?.items.at(-1)?.returned?.items ?? []) : []))
  const place = computed(() => `return-answers:${id.value}`)
  const given = reactive<Given>(read(store.getItem(place.value)))
  watch(
    given,
    (now) => {
      store.setItem(place.value, JSON.stringify(now))
    },
    { deep: true },
  )

  return {
    items,
    returned,
    rounds,
    answerAt: (index: number) => answerOf(items.value[index] ?? { changes: null }, given[index]),
    choose: (index: number, answer: AnswerKind) => {
      given[index] = { answer, text: given[index]?.text ?? '' }
    },
    write: (index: number, text: string) => {
      given[index] = { answer: given[index]?.answer ?? null, text }
    },
    /** What is still missing, against what is saved now. */
    check: async (): Promise<AnswerProblem[]> => {
      if (!returned.value) return []
      await rounds.refetch()
      return answerProblems(items.value, given)
    },
    bodies: computed(() => answerBodies(items.value, given)),
    forget: () => {
      store.removeItem(place.value)
    },
  }
}

export type ReturnAnswers = ReturnType<typeof useReturnAnswers>
