// Telling a signed credential (a compact JWT, perhaps inside a copied address) from a certificate number.

const JWT = /[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{20,}/

export type Entry = { kind: 'credential'; credential: string } | { kind: 'number'; number: string } | { kind: 'empty' }

/** Reads what a person pasted or scanned: a credential, an address that holds one, an address of a number, or a number. */
export function readEntry(text: string): Entry {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'empty' }
  const inside = JWT.exec(trimmed.includes('#') ? trimmed.slice(trimmed.indexOf('#') + 1) : trimmed)
  if (inside !== null) return { kind: 'credential', credential: inside[0] }
  const address = /\/verify\/([^/?#\s]+)/.exec(trimmed)
  const number = address?.[1] === undefined ? trimmed : decode(address[1])
  return { kind: 'number', number: number.replace(/\s+/g, '') }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
