import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '@/proof'
import zh from './zh'

describe('the words of verification', () => {
  it('name every fault, and none besides', () => {
    expect(Object.keys(zh.faults).sort()).toEqual([...FAULT_KINDS].sort())
  })
})
