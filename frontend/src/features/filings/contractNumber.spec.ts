import { describe, expect, it } from 'vitest'
import { missingForPrefix, numberParts, numberPrefix, withPrefix } from './contractNumber'
import { toModel } from './model'

const known = {
  direction: 'import' as const, signed_on: '2026-10-08', industry: '39',
  supplier: { country: 'DE' }, recipient: { country: 'CN' },
}

describe('contract number', () => {
  it('builds the prefix from year, country of the other side, place, direction and industry', () => {
    expect(numberPrefix(toModel(known))).toBe('26DEJSY39')
    expect(numberPrefix(toModel({ ...known, direction: 'export', supplier: { country: 'CN' }, recipient: { country: 'SG' }, industry: '65' }))).toBe('26SGJSE65')
  })

  it('tells what is missing for the prefix', () => {
    expect(numberPrefix(toModel({ direction: 'export' }))).toBeNull()
    expect(missingForPrefix(toModel({ direction: 'export' }))).toEqual([
      '/contract/signed_on', '/contract/recipient/country', '/contract/industry',
    ])
  })

  it('compares each typed part with the form', () => {
    const parts = numberParts(toModel({ ...known, number: '26frjsy39sz000001' }))
    expect(parts.map((part) => [part.name, part.state])).toEqual([
      ['year', 'match'], ['country', 'differs'], ['place', 'match'], ['direction', 'match'], ['industry', 'match'], ['serial', 'match'],
    ])
  })

  it('marks a serial with foreign characters or the wrong length', () => {
    expect(numberParts(toModel({ ...known, number: '26DEJSY39SZ-00001' })).at(-1)?.state).toBe('differs')
    expect(numberParts(toModel({ ...known, number: '26DEJSY39SZ' })).at(-1)?.state).toBe('missing')
    expect(numberParts(toModel({ ...known, number: '26DEJSY39SZ0000012' })).at(-1)?.state).toBe('differs')
  })

  it('replaces a wrong prefix and keeps the company’s own characters', () => {
    expect(withPrefix(toModel({ ...known, number: '25FRJSE39SZ000001' }))).toBe('26DEJSY39SZ000001')
    expect(withPrefix(toModel({ ...known, number: 'SZ000001' }))).toBe('26DEJSY39SZ000001')
    expect(withPrefix(toModel({ ...known, number: '' }))).toBe('26DEJSY39')
  })
})
