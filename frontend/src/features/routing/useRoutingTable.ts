/** The routing table and saving it as a new version. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api } from '@/api/client'
import type { DryRun, RoutingRule, RoutingTable } from '@/api/types'
import { tidyCondition } from './ruleTable'

const KEY = ['/routing-rules']

export function useRoutingTable() {
  const queries = useQueryClient()
  const table = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<RoutingTable>('/routing-rules', { signal }),
  })
  const save = useMutation({
    mutationFn: ({ version, rules }: RoutingTable) =>
      api.put<RoutingTable>('/routing-rules', { version, rules: rules.map(tidyRule) }, { version }),
    onSuccess: (saved) => {
      queries.setQueryData(KEY, saved)
      void queries.invalidateQueries({ queryKey: ['/routing-rules/versions'] })
    },
  })
  /** What these rules would have done with the filings of the last 90 days; nothing is changed. */
  const trial = useMutation({
    mutationFn: ({ version, rules }: RoutingTable) =>
      api.post<DryRun>('/routing-rules/dry-run', { version, rules: rules.map(tidyRule) }),
  })
  return { table, save, trial }
}

function tidyRule(rule: RoutingRule): RoutingRule {
  return { ...rule, when: tidyCondition(rule.when), reason: { zh: rule.reason.zh.trim(), en: rule.reason.en.trim() } }
}
