import { describe, expect, it } from 'vitest'
import { fileFault, MAX_BYTES } from './files'

describe('file to upload', () => {
  it.each([
    ['合同.PDF', 1000, null],
    ['scan.jpeg', MAX_BYTES, null],
    ['合同.pdf', MAX_BYTES + 1, 'too_large'],
    ['合同.pdf', 0, 'empty'],
    ['合同.doc', 1000, 'type'],
  ])('%s of %d bytes → %s', (name, size, fault) => {
    expect(fileFault({ name, size })).toBe(fault)
  })
})
