import { ApiProblem } from '@/api/problem'

/** Says in the person's words why a request failed: the server's own detail when it gave one. */
export function explain(error: unknown, t: (key: string) => string): string {
  if (!(error instanceof ApiProblem)) return t('common.error.unknown')
  if (error.offline) return t('common.error.network')
  if (error.status === 404) return t('common.error.not_found')
  if (error.status === 429) return error.detail ?? t('common.error.too_many')
  if (error.status === 403) return error.detail ?? t('common.error.forbidden')
  if (error.status >= 500) return t('common.error.unknown')
  return error.detail ?? t('common.error.unknown')
}
