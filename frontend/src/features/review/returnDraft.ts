/**
 * The corrections being written for one filing, kept in this tab until they are sent: closing the dialog or
 * reloading the page loses nothing. Session storage, not local: the text goes away with the tab.
 */
import { ref, watch, type Ref } from 'vue'
import { correctionFromFinding, type DraftCorrection, type FindingLike } from './corrections'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface ReturnDraft {
  items: Ref<DraftCorrection[]>
  add: () => void
  addFinding: (finding: FindingLike) => void
  holdsFinding: (finding: FindingLike) => boolean
  remove: (key: string) => void
  clear: () => void
}

export function useReturnDraft(filingId: string, store: Store = sessionStorage): ReturnDraft {
  const place = `return-draft:${filingId}`
  const items = ref<DraftCorrection[]>(readDraft(store.getItem(place)))

  watch(
    items,
    (now) => {
      if (now.length === 0) store.removeItem(place)
      else store.setItem(place, JSON.stringify(now))
    },
    { deep: true, flush: 'sync' },
  )

  const holds = (finding: FindingLike) => {
    const made = correctionFromFinding(finding, '')
    return items.value.some((item) => item.target === made.target && item.message === made.message)
  }

  return {
    items,
    add: () => items.value.push({ key: crypto.randomUUID(), type: 'incorrect', target: '', message: '' }),
    addFinding: (finding) => {
      if (!holds(finding)) items.value.push(correctionFromFinding(finding, crypto.randomUUID()))
    },
    holdsFinding: holds,
    remove: (key) => {
      items.value = items.value.filter((item) => item.key !== key)
    },
    clear: () => {
      items.value = []
    },
  }
}

function readDraft(stored: string | null): DraftCorrection[] {
  try {
    const read: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(read) ? read.filter(isDraft) : []
  } catch {
    return []
  }
}

function isDraft(value: unknown): value is DraftCorrection {
  if (typeof value !== 'object' || value === null) return false
  const draft = value as Record<string, unknown>
  return (
    typeof draft['key'] === 'string' &&
    typeof draft['target'] === 'string' &&
    typeof draft['message'] === 'string' &&
    (draft['type'] === 'incorrect' || draft['type'] === 'incomplete')
  )
}
