// What was typed and not yet accepted by the server, kept in this browser so that a lost connection loses nothing.
// It belongs to one person and is removed when they sign out.
import type { Contract, FilingKind, RequestForm } from '@/api/types'

export interface LocalCopy {
  kind: FilingKind
  contract: Contract
  request: RequestForm
  /** What the server had when this was typed: with it, a later change by somebody else can be told from this one. */
  base: { contract: Contract; request: RequestForm } | null
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

function parse(text: string | null): LocalCopy | null {
  if (text === null) return null
  const copy = JSON.parse(text) as LocalCopy
  return { ...copy, request: (copy as Partial<LocalCopy>).request ?? {}, base: (copy as Partial<LocalCopy>).base ?? null }
}

/** `filing` is the filing's id, or `new`. */
export function localCopyStore(user: string, filing: string): CopyStore {
  const key = `${PREFIX}${user}.${filing}`
  return {
    read() {
      try {
        return parse(localStorage.getItem(key))
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

/** The filings of one person of which this browser holds what the server does not: ids, or `new`. */
export function filingsWithCopies(user: string): string[] {
  const prefix = `${PREFIX}${user}.`
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
}

/** Removes every copy of one person. */
export function forgetLocalCopies(user: string): void {
  for (const filing of filingsWithCopies(user)) localStorage.removeItem(`${PREFIX}${user}.${filing}`)
}
