// What the guide already knows travels to the new draft in this tab, across signing in.
import type { Contract } from '@/api/types'

const KEY = 'portal.prefill'

export function keepPrefill(contract: Contract): void {
  sessionStorage.setItem(KEY, JSON.stringify(contract))
}

/** Gives it once. */
export function takePrefill(): Contract | null {
  const text = sessionStorage.getItem(KEY)
  sessionStorage.removeItem(KEY)
  try {
    return text === null ? null : (JSON.parse(text) as Contract)
  } catch {
    return null
  }
}
