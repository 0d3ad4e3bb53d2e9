// Zlib without a library, and without an end: what grows beyond the limit is not read.

/** The inflated bytes; as many as could be read where the data ends early, null where it grows beyond `limit`. */
export async function inflate(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value)
      length += next.value.length
      if (length > limit) {
        void reader.cancel()
        return null
      }
    }
  } catch {
    // Cut off, or something follows its end. What was read is signed, so that a missing piece shows.
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
