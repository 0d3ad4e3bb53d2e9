import { describe, expect, it } from 'vitest'
import { addRule, conditionParts, moveRule, ruleProblems, tidyCondition, usesCatalogue, type RoutingRule } from './ruleTable'

const desks = [{ code: 'city' }, { code: 'sip' }]
const rule = (id: string, when: object, desk = 'city'): RoutingRule =>
  ({ id, when, desk, reason: { zh: '理由', en: 'reason' } }) as RoutingRule

const park = rule('park', { district: ['320571'] }, 'sip')
const rest = rule('rest', {})

describe('conditionParts', () => {
  it('reads only the conditions that are set, and false is one of them', () => {
    const when = { district: [], catalogue_hit: false, direction: 'import', industry: null } as unknown as RoutingRule['when']
    expect(conditionParts(when)).toEqual([
      { name: 'catalogue_hit', values: ['false'] },
      { name: 'direction', values: ['import'] },
    ])
    expect(tidyCondition(when)).toEqual({ catalogue_hit: false, direction: 'import' })
  })
})

describe('usesCatalogue', () => {
  it('is told by any rule that asks for hits, or for none', () => {
    expect(usesCatalogue([park, rest])).toBe(false)
    expect(usesCatalogue([park, rule('clean', { catalogue_hit: false }), rest])).toBe(true)
  })
})

describe('editing', () => {
  it('moves a rule and stops at the ends', () => {
    expect(moveRule([park, rest], 0, 1)).toEqual([rest, park])
    expect(moveRule([park, rest], 0, -1)).toEqual([park, rest])
  })
  it('adds before the rule that takes the rest, under a fresh id', () => {
    const rules = addRule([park, rest], 'sip')
    expect(rules.map((one) => one.id)).toEqual(['park', 'rule_3', 'rest'])
  })
})

describe('ruleProblems', () => {
  it('accepts the seeded shape', () => {
    expect(ruleProblems([park, rest], desks)).toEqual([])
  })
  it('wants a last rule that takes everything', () => {
    expect(ruleProblems([park], desks)).toEqual([{ at: 0, fault: 'last_not_open' }])
  })
  it('tells which rules can never be reached', () => {
    expect(ruleProblems([rest, { ...park }, { ...rest, id: 'end' }], desks)).toEqual([
      { at: 1, fault: 'unreachable' },
      { at: 2, fault: 'unreachable' },
    ])
  })
  it('names unknown desks, repeated ids, missing reasons and bad amounts', () => {
    const bad = { ...rule('rest', { amount_usd_at_least: '1e3' }, 'moon'), reason: { zh: '', en: '' } }
    expect(ruleProblems([{ ...park, id: 'rest' }, bad, { ...rest, id: 'z' }], desks).map((problem) => problem.fault)).toEqual([
      'id_repeated',
      'desk_unknown',
      'reason_missing',
      'amount_malformed',
    ])
  })
  it('refuses an empty table', () => {
    expect(ruleProblems([], desks)).toEqual([{ at: -1, fault: 'table_empty' }])
  })
})
