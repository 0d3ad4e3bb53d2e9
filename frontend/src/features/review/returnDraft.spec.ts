import { describe, expect, it } from 'vitest'
import { useReturnDraft } from './returnDraft'

function memory(initial: Record<string, string> = {}) {
  const kept = new Map(Object.entries(initial))
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}

const finding = { code: 'dates.order', pointer: '/contract/valid_until', message: '有效期早于生效日期' }

describe('the draft of a return', () => {
  it('is there again after a reload', () => {
    const store = memory()
    useReturnDraft('f1', store).addFinding(finding)
    expect(useReturnDraft('f1', store).items.value).toMatchObject([{ target: 'field:/contract/valid_until' }])
  })

  it('takes what is typed later', () => {
    const store = memory()
    const draft = useReturnDraft('f1', store)
    draft.add()
    for (const item of draft.items.value) item.message = '请补充'
    expect(store.kept.get('return-draft:f1')).toContain('请补充')
  })

  it('belongs to one filing', () => {
    const store = memory()
    useReturnDraft('f1', store).add()
    expect(useReturnDraft('f2', store).items.value).toEqual([])
  })

  it('holds a finding once', () => {
    const draft = useReturnDraft('f1', memory())
    draft.addFinding(finding)
    draft.addFinding(finding)
    expect(draft.items.value).toHaveLength(1)
    expect(draft.holdsFinding(finding)).toBe(true)
  })

  it('leaves nothing behind when cleared', () => {
    const store = memory()
    const draft = useReturnDraft('f1', store)
    draft.add()
    draft.clear()
    expect(store.kept.size).toBe(0)
  })

  it.each(['not json', '{}', '[{"key":1}]'])('begins empty when %s was stored', (stored) => {
    expect(useReturnDraft('f1', memory({ 'return-draft:f1': stored })).items.value).toEqual([])
  })
})
