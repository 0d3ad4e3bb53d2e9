import { describe, expect, it } from 'vitest'
import en from './words/en/webhooks'
import zh from './words/zh/webhooks'
import { EVENT_GROUPS, nameKey } from './eventTypes'

describe('types of events', () => {
  const types = [...EVENT_GROUPS.flatMap((one) => one.types), 'endpoint.test']

  it('are offered once each', () => {
    expect(new Set(types).size).toBe(types.length)
    expect(types.length).toBeGreaterThan(30)
  })
  it('have a name in both languages, and no other has', () => {
    const keys = types.map((type) => nameKey(type).replace('webhooks.type.', '')).sort()
    expect(Object.keys(zh.type).sort()).toEqual(keys)
    expect(Object.keys(en.type).sort()).toEqual(keys)
  })
})
