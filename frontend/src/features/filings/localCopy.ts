// What was typed and not yet accepted by the server, kept in this browser so that a lost connection loses nothing.
// It belongs to one person and is removed when they sign out.
import type { Contract, FilingKind } from '@/api/types'

export interface LocalCopy {
  kind: FilingKind
  contract: Contract
  /** The server's version it was typed upon; 0 for a filing that the server has never seen. */
  version: number
  at: string
}

const PREFIX = 'portal.draft.'

export interface CopyStore {
  read: () => LocalCopy | null
  write: (copy: LocalCopy) => void
  remove: () => void
}

/** `filing` is the filing's id, or `new`. */
export function localCopyStore(user: string, filing: string): CopyStore {
  const key = `${PREFIX}${user}.${filing}`
  return {
    read() {
      try {
        const text = localStorage.getItem(key)
        return text === null ? null : (JSON.parse(text) as LocalCopy)
      } catch {
        return null
      }
    },
    write(copy) {
      try {
        localStorage.setItem(key, JSON.stringify(copy))
      } catch {
        // A full or forbidden store must not stop the typing: the copy is only a second net.
      }
    },
    remove() {
      localStorage.removeItem(key)
    },
  }
}

/** Removes every copy of one person. */
export function forgetLocalCopies(user: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(`${PREFIX}${user}.`)) localStorage.removeItem(key)
  }
}
