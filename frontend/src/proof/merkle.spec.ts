import { describe, expect, it } from 'vitest'
import { fromHex, leafHash, rootOf, toHex } from './merkle'

// The reference tree of RFC 6962 implementations: eight leaves, root 5dc9da79….
const ROOT = '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'

describe('inclusion proof', () => {
  it('hashes an empty leaf as the reference does', async () => {
    expect(await leafHash('')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
  })

  it('leads from the first leaf to the reference root', async () => {
    const path = [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]
    expect(await rootOf(await leafHash(''), 0, 8, path)).toBe(ROOT)
    expect(await rootOf(await leafHash('x'), 0, 8, path)).not.toBe(ROOT)
    expect(await rootOf(await leafHash(''), 0, 8, path.slice(1))).toBeNull()
    expect(await rootOf(await leafHash(''), 8, 8, path)).toBeNull()
  })

  it('reads and writes hexadecimal', () => {
    expect(toHex(fromHex('00ff10'))).toBe('00ff10')
    expect(fromHex('zz')).toHaveLength(0)
  })
})
