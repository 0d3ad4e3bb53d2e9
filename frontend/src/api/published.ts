// What the portal publishes for everybody, its keys and status lists: asked for without a token, beside the client's road,
// and kept by this browser, so that a certificate can be checked without a connection.

export interface Kept {
  text: string
  /** When it was asked for, RFC 3339. */
  at: string
}

const PREFIX = 'portal.published:'
/** A connection that is this slow is none. */
const PATIENCE = 8_000

/** The text at this address as it is now; null when no answer came. The browser's own cache is not asked: it would not say so. */
export async function askPublished(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { cache: 'no-cache', credentials: 'omit', signal: AbortSignal.timeout(PATIENCE) })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}

export function keepPublished(address: string, text: string, now = new Date()): Kept {
  const kept = { text, at: now.toISOString() }
  try {
    localStorage.setItem(PREFIX + address, JSON.stringify(kept))
  } catch {
    // No room, or none allowed: then it works only while there is a connection.
  }
  return kept
}

export function keptPublished(address: string): Kept | null {
  try {
    const { text, at } = JSON.parse(localStorage.getItem(PREFIX + address) ?? '') as Partial<Kept>
    return typeof text === 'string' && typeof at === 'string' ? { text, at } : null
  } catch {
    return null
  }
}
