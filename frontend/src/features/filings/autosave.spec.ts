import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/problem'
import type { Contract, FilingView } from '@/api/types'
import { Autosave, type DraftContent, type SaveState, type Transport } from './autosave'
import { localCopyStore } from './localCopy'

function filing(contract: Contract, version = 1): FilingView {
  return { id: 'f1', kind: 'registration', version, contract, request: {}, updated_at: '2026-11-23T01:00:00Z' } as FilingView
}
const typed = (name: string): DraftContent => ({ kind: 'registration', contract: { name }, request: {} })
const copies = (id: string) => localCopyStore('u1', id)

function begin(given: FilingView | null, transport: Partial<Transport>) {
  const states: SaveState[] = []
  const refuse = () => Promise.reject(new ApiProblem(500))
  const autosave = new Autosave(given, {
    transport: { create: refuse, save: refuse, load: refuse, ...transport },
    copies,
    onState: (state) => states.push(state),
    onFiling: () => undefined,
    quiet: 100,
    patience: 1000,
  })
  return { autosave, states, last: () => states.at(-1)?.kind }
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('autosave', () => {
  it('creates once, then saves later keystrokes upon the version it got', async () => {
    const create = vi.fn((content: DraftContent) => Promise.resolve(filing(content.contract, 1)))
    const save = vi.fn((_: string, content: DraftContent, version: number) => Promise.resolve(filing(content.contract, version + 1)))
    const { autosave, last } = begin(null, { create, save })
    autosave.edit(typed('一'))
    autosave.edit(typed('一二'))
    await vi.advanceTimersByTimeAsync(100)
    expect(create).toHaveBeenCalledTimes(1)
    expect(create.mock.calls[0]?.[0]).toEqual(typed('一二'))
    autosave.edit(typed('一二三'))
    await vi.advanceTimersByTimeAsync(100)
    expect(save).toHaveBeenCalledExactlyOnceWith('f1', typed('一二三'), 1)
    expect(last()).toBe('saved')
    expect(copies('new').read()).toBeNull()
    expect(copies('f1').read()).toBeNull()
  })

  it('repeats a lost create with the same key and body before it saves newer content', async () => {
    const keys: string[] = []
    const bodies: DraftContent[] = []
    const create = (content: DraftContent, key: string) => {
      keys.push(key)
      bodies.push(content)
      return keys.length === 1 ? Promise.reject(new ApiProblem(0)) : Promise.resolve(filing(content.contract))
    }
    const save = vi.fn((_: string, content: DraftContent) => Promise.resolve(filing(content.contract, 2)))
    const { autosave, last } = begin(null, { create, save })
    autosave.edit(typed('甲'))
    await vi.advanceTimersByTimeAsync(100)
    expect(last()).toBe('offline')
    expect(copies('new').read()?.contract).toEqual({ name: '甲' })
    autosave.edit(typed('甲乙'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(new Set(keys).size).toBe(1)
    expect(bodies).toEqual([typed('甲'), typed('甲')])
    expect(save).toHaveBeenCalledExactlyOnceWith('f1', typed('甲乙'), 1)
    expect(last()).toBe('saved')
  })

  it('sends what was typed during a running save', async () => {
    const answers: ((value: FilingView) => void)[] = []
    const save = vi.fn(() => new Promise<FilingView>((resolve) => answers.push(resolve)))
    const { autosave, last } = begin(filing({}), { save })
    autosave.edit(typed('a'))
    await vi.advanceTimersByTimeAsync(100)
    autosave.edit(typed('ab'))
    answers[0]?.(filing({ name: 'a' }, 2))
    await vi.advanceTimersByTimeAsync(100)
    expect(save).toHaveBeenLastCalledWith('f1', typed('ab'), 2)
    answers[1]?.(filing({ name: 'ab' }, 3))
    await vi.advanceTimersByTimeAsync(0)
    expect(last()).toBe('saved')
  })

  it('takes 412 for its own lost answer when the server holds the same content', async () => {
    const { autosave, last } = begin(filing({}), {
      save: () => Promise.reject(new ApiProblem(412)),
      load: () => Promise.resolve(filing({ name: 'mine' }, 2)),
    })
    autosave.edit(typed('mine'))
    await vi.advanceTimersByTimeAsync(100)
    expect(last()).toBe('saved')
  })

  it('asks on a real conflict, and then keeps the content that the person chose', async () => {
    const save = vi.fn((_: string, content: DraftContent, version: number) =>
      version === 1 ? Promise.reject(new ApiProblem(412)) : Promise.resolve(filing(content.contract, version + 1)),
    )
    const { autosave, last } = begin(filing({}), { save, load: () => Promise.resolve(filing({ name: 'theirs' }, 7)) })
    autosave.edit(typed('mine'))
    await vi.advanceTimersByTimeAsync(100)
    expect(last()).toBe('conflict')
    autosave.edit(typed('mine, more'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(save).toHaveBeenCalledTimes(1)
    await autosave.settle(typed('mine, more'))
    expect(save).toHaveBeenLastCalledWith('f1', typed('mine, more'), 7)
    expect(last()).toBe('saved')
  })

  it('drops the local content when theirs was chosen', async () => {
    const { autosave } = begin(filing({}), {
      save: () => Promise.reject(new ApiProblem(412)),
      load: () => Promise.resolve(filing({ name: 'theirs' }, 7)),
    })
    autosave.edit(typed('mine'))
    await vi.advanceTimersByTimeAsync(100)
    await autosave.settle(typed('theirs'))
    expect(autosave.unsaved).toBe(false)
    expect(copies('f1').read()).toBeNull()
  })

  it('stops and tells when the server refuses the content', async () => {
    const save = vi.fn(() => Promise.reject(new ApiProblem(409, { code: 'illegal_action' })))
    const { autosave, last } = begin(filing({}), { save })
    autosave.edit(typed('late'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(save).toHaveBeenCalledTimes(1)
    expect(last()).toBe('failed')
  })

  it('does nothing when the content is what the server already has', async () => {
    const { autosave, states } = begin(filing({ name: 'same', keywords: [] }), {})
    autosave.edit({ kind: 'registration', contract: { name: 'same' }, request: {} })
    await vi.advanceTimersByTimeAsync(1000)
    expect(states).toEqual([])
  })
})
