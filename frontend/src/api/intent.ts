// One idempotency key per thing the person means to do: pressing a button again after a lost answer
// repeats the key, so that the server does the work once.

export interface Intent {
  readonly key: string
  /** Call after success, or when the content changed: the next attempt is a new intent. */
  renew: () => void
}

export function newKey(): string {
  // randomUUID exists only in secure contexts; a test server on a LAN address is not one.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function createIntent(): Intent {
  let key = newKey()
  return {
    get key() {
      return key
    },
    renew() {
      key = newKey()
    },
  }
}
