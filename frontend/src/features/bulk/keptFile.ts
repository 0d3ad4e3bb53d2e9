// The chosen workbook, kept in this browser until its drafts are made: a reload asks for no file again, and a request whose
// answer was lost is sent again under its own key. A browser without such a place keeps nothing, and all else works.
import { useSession } from '@/session'
import type { Chosen } from './bulk'

const STORE = 'chosen'

function within<Answer>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Answer>): Promise<Answer | null> {
  return new Promise((resolve) => {
    const none = () => {
      resolve(null)
    }
    try {
      const opening = indexedDB.open('portal-bulk', 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
      opening.onerror = none
      opening.onsuccess = () => {
        const database = opening.result
        const request = work(database.transaction(STORE, mode).objectStore(STORE))
        request.onsuccess = () => {
          resolve(request.result)
          database.close()
        }
        request.onerror = none
      }
    } catch {
      none()
    }
  })
}

let listening = false

/** Keeps this person's workbook in place of an earlier one; whoever signs out leaves none behind. */
export async function keepFile(person: string, chosen: Chosen): Promise<void> {
  if (!listening) {
    listening = true
    useSession().onSignedOut(({ reason }) => {
      if (reason === 'left') void within('readwrite', (store) => store.clear())
    })
  }
  await within('readwrite', (store) => store.put({ ...chosen }, person))
}

export async function keptFile(person: string): Promise<Chosen | null> {
  return (await within<Chosen | undefined>('readonly', (store) => store.get(person) as IDBRequest<Chosen | undefined>)) ?? null
}

export async function forgetFile(person: string): Promise<void> {
  await within('readwrite', (store) => store.delete(person))
}
