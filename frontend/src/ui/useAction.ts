// One thing that a person means to do: its key, whether it is under way, and what the server said against it.
import { ref, shallowRef } from 'vue'
import { api } from '@/api/client'
import { createIntent } from '@/api/intent'
import { ApiProblem, isRefusal } from '@/api/problem'

export function useAction() {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const intent = createIntent()

  async function send<Answer>(sent: () => Promise<Answer>): Promise<Answer | null> {
    busy.value = true
    failure.value = null
    try {
      const answer = await sent()
      intent.renew()
      return answer
    } catch (error) {
      failure.value = error
      // A refusal ends the intent. Otherwise it may have been carried out, and the next press must not do it twice.
      if (isRefusal(error)) intent.renew()
      return null
    } finally {
      busy.value = false
    }
  }

  /** Posts; the answer, or null after a refusal, which `failure` then holds. */
  const post = <Answer>(path: string, body: unknown) => send(() => api.post<Answer>(path, body, { key: intent.key }))
  /** Changes the version that was read. */
  const patch = <Answer>(path: string, body: unknown, version: number) => send(() => api.patch<Answer>(path, body, { version }))

  /** What the server says about a field or the words of a list, below that field. */
  function notes(pointer: string) {
    const errors = failure.value instanceof ApiProblem ? failure.value.errors : []
    const of = errors.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`))
    return of.map((one) => ({ severity: 'error' as const, message: one.message }))
  }
  /** Stays busy on the way to what was made: its page may have yet to be fetched, and a press meanwhile would make another. */
  async function hold(going: () => Promise<unknown>) {
    busy.value = true
    try {
      await going()
    } finally {
      busy.value = false
    }
  }
  /** What is sent next is another intent: the words were changed since the last try. */
  const renew = () => intent.renew()
  return { busy, failure, post, patch, notes, hold, renew }
}
