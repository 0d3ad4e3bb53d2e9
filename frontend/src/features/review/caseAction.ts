/** Sending an action on a filing: one key per intent, and every view of the filing brought up to date afterwards. */
import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { api } from '@/api/client'
import { createIntent, type Intent } from '@/api/intent'
import { isRefusal } from '@/api/problem'
import type { FilingView } from '@/api/types'

export const STAFF_ACTIONS = ['claim', 'decide', 'recommend', 'return', 'refer', 'release'] as const
export type StaffAction = (typeof STAFF_ACTIONS)[number]

export interface ActionRequest {
  filingId: string
  action: StaffAction
  body: Record<string, unknown>
}

/**
 * The same request repeats its key while its outcome is unknown, so that it is done once; after an answer,
 * good or bad, or with other content, pressing the button again is a new intent.
 */
export function createActionKeys(make: () => Intent = createIntent) {
  const open = new Map<string, Intent>()
  const signature = (request: ActionRequest) => JSON.stringify([request.filingId, request.action, request.body])
  return {
    keyFor(request: ActionRequest): string {
      const name = signature(request)
      const intent = open.get(name) ?? make()
      open.set(name, intent)
      return intent.key
    },
    settled(request: ActionRequest, error: unknown): void {
      if (error === null || isRefusal(error)) open.delete(signature(request))
    },
  }
}

/** `GET /filings/{id}` and what hangs on it share this beginning of their query keys. */
export const filingKey = (id: string, ...part: string[]) => ['/filings', id, ...part]

export function useCaseAction() {
  const queries = useQueryClient()
  const keys = createActionKeys()
  return useMutation({
    mutationFn: (request: ActionRequest) =>
      api.post<FilingView>(`/filings/${request.filingId}/${request.action}`, request.body, { key: keys.keyFor(request) }),
    onSuccess: (filing, request) => {
      queries.setQueryData(filingKey(request.filingId), filing)
    },
    onSettled: (_filing, error, request) => {
      keys.settled(request, error)
      void queries.invalidateQueries({ queryKey: filingKey(request.filingId) })
      void queries.invalidateQueries({ queryKey: ['/queue'] })
    },
  })
}
