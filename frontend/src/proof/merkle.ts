// RFC 6962 hashing, so that a receipt can be checked in the holder's own browser.

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

function join(prefix: number, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0))
  all[0] = prefix
  let at = 1
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const pairs = /^([0-9a-f]{2})*$/.test(text) ? (text.match(/../g) ?? []) : []
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16))
}

/** The hash of a leaf: SHA-256 over 0x00 and the entry's canonical text. */
export async function leafHash(canonical: string): Promise<string> {
  return toHex(await sha256(join(0, new TextEncoder().encode(canonical))))
}

/** The root that a leaf and its path lead to (RFC 9162 §2.1.3.2); null when the path does not fit the tree. */
export async function rootOf(leaf: string, index: number, size: number, path: readonly string[]): Promise<string | null> {
  if (index >= size) return null
  let node = index
  let last = size - 1
  let hash = fromHex(leaf)
  for (const text of path) {
    if (last === 0) return null
    const other = fromHex(text)
    if (node % 2 === 1 || node === last) {
      hash = await sha256(join(1, other, hash))
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2)
        last = Math.floor(last / 2)
      }
    } else {
      hash = await sha256(join(1, hash, other))
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? toHex(hash) : null
}

/** Whether this browser can hash at all: only pages from a secure origin may. */
export function canHash(): boolean {
  return (crypto.subtle as SubtleCrypto | undefined) !== undefined
}
