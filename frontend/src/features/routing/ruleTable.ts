/** The routing table while it is being edited: moving, adding and removing rules, and what would make it unusable. */
import type { RoutingRule } from '@/api/types'

export type { RoutingRule }
export type RuleCondition = RoutingRule['when']

/** Conditions in the order in which a rule is read aloud. */
export const CONDITION_NAMES = [
  'catalogue_hit',
  'kind',
  'direction',
  'district',
  'industry',
  'amount_usd_at_least',
] as const
export type ConditionName = (typeof CONDITION_NAMES)[number]

export interface ConditionPart {
  name: ConditionName
  values: string[]
}

/** The conditions a rule really has; an empty list means that it takes every filing. */
export function conditionParts(when: RuleCondition): ConditionPart[] {
  return CONDITION_NAMES.flatMap((name) => {
    const value: unknown = when[name]
    if (value === null || value === undefined || value === '') return []
    const values = Array.isArray(value) ? value.map(String) : [String(value)]
    return values.length === 0 ? [] : [{ name, values }]
  })
}

export function matchesEverything(when: RuleCondition): boolean {
  return conditionParts(when).length === 0
}

/** Whether some rule goes by what screening meets. */
export function usesCatalogue(rules: readonly RoutingRule[]): boolean {
  return rules.some(({ when }) => conditionParts(when).some(({ name }) => name === 'catalogue_hit'))
}

/** Leaves out what was emptied in the editor, so that the server sees "no condition" and not an empty one. */
export function tidyCondition(when: RuleCondition): RuleCondition {
  const kept = conditionParts(when).map(({ name }) => [name, when[name]])
  return Object.fromEntries(kept)
}

export function moveRule(rules: readonly RoutingRule[], from: number, step: -1 | 1): RoutingRule[] {
  const to = from + step
  const moved = rules[from]
  const other = rules[to]
  if (moved === undefined || other === undefined) return [...rules]
  return rules.map((rule, at) => (at === from ? other : at === to ? moved : rule))
}

/** A new rule goes before the last one, which takes whatever is left. */
export function addRule(rules: readonly RoutingRule[], desk: string): RoutingRule[] {
  const rule: RoutingRule = { id: freshId(rules), when: {}, desk, reason: { zh: '', en: '' } }
  return [...rules.slice(0, -1), rule, ...rules.slice(-1)]
}

function freshId(rules: readonly RoutingRule[]): string {
  const taken = new Set(rules.map((rule) => rule.id))
  let number = rules.length + 1
  while (taken.has(`rule_${number}`)) number += 1
  return `rule_${number}`
}

export type RuleFault =
  | 'table_empty'
  | 'last_not_open'
  | 'unreachable'
  | 'id_repeated'
  | 'id_malformed'
  | 'desk_unknown'
  | 'reason_missing'
  | 'amount_malformed'

export interface RuleProblem {
  /** Position in the table; -1 for the table as a whole. */
  at: number
  fault: RuleFault
}

export function ruleProblems(rules: readonly RoutingRule[], desks: readonly { code: string }[]): RuleProblem[] {
  if (rules.length === 0) return [{ at: -1, fault: 'table_empty' }]
  const firstOpen = rules.findIndex((rule) => matchesEverything(rule.when))
  return rules.flatMap((rule, at) => {
    const problem = (wrong: boolean, fault: RuleFault): RuleProblem[] => (wrong ? [{ at, fault }] : [])
    const amount = rule.when.amount_usd_at_least
    return [
      ...problem(!/^[a-z0-9][a-z0-9_-]*$/.test(rule.id), 'id_malformed'),
      ...problem(rules.findIndex((other) => other.id === rule.id) < at, 'id_repeated'),
      ...problem(!desks.some((desk) => desk.code === rule.desk), 'desk_unknown'),
      ...problem(rule.reason.zh.trim() === '' || rule.reason.en.trim() === '', 'reason_missing'),
      ...problem(amount != null && amount !== '' && !/^(0|[1-9]\d{0,14})(\.\d{1,2})?$/.test(amount), 'amount_malformed'),
      ...problem(firstOpen >= 0 && at > firstOpen, 'unreachable'),
      ...problem(at === rules.length - 1 && !matchesEverything(rule.when), 'last_not_open'),
    ]
  })
}
