// One thing that a person means to do: its key, whether it is under way, and what the server said against it.
import { ref, shallowRef } from 'vue'
import { api } from '@/api/client'
import { createIntent } from '@/api/intent'
import { ApiProblem } from '@/api/problem'

export function useAction() {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const intent = createIntent()

  /** Posts; the answer, or null after a refusal, which `failure` then holds. */
  async function post<Answer>(path: string, body: unknown): Promise<Answer | null> {
    busy.value = true
    failure.value = null
    try {
      const answer = await api.post<Answer>(path, body, { key: intent.key })
      intent.renew()
      return answer
    } catch (error) {
      failure.value = error
      // Without an answer the same intent is tried again; a refusal ends it.
      if (!(error instanceof ApiProblem && error.offline)) intent.renew()
      return null
    } finally {
      busy.value = false
    }
  }

  /** What the server says about a field, below that field. */
  function notes(pointer: string) {
    const errors = failure.value instanceof ApiProblem ? failure.value.errors : []
    return errors.filter((one) => one.pointer === pointer).map((one) => ({ severity: 'error' as const, message: one.message }))
  }
  return { busy, failure, post, notes }
}
