import { describe, expect, it } from 'vitest'
import { contractSections, fieldName, fieldOrdinal, isOnRow } from './contractSections'

const names = (contract: Parameters<typeof contractSections>[0]) =>
  contractSections(contract).map((section) => section.name)

const pointers = (contract: Parameters<typeof contractSections>[0]) =>
  contractSections(contract).flatMap((section) => section.rows.map((row) => row.pointer))

describe('contractSections', () => {
  it('shows an unfinished contract without failing, and leaves patents out when there are none', () => {
    expect(names({})).not.toContain('patents')
    expect(contractSections({})[0]?.rows[0]).toEqual({ pointer: '/contract/direction', value: { kind: 'empty' } })
  })

  it('shows credit code and district only for a party that has them', () => {
    const shown = pointers({
      supplier: { name: 'GmbH', country: 'DE' },
      recipient: { name: '苏州公司', country: 'CN', uscc: '91320594MA1X0A01K7', district: '320571' },
    })
    expect(shown).toContain('/contract/recipient/uscc')
    expect(shown).not.toContain('/contract/supplier/uscc')
  })

  it('shows royalty terms only where the contract has them', () => {
    expect(pointers({ payment: { mode: 'lump_sum' } })).not.toContain('/contract/payment/royalty/base')
    expect(pointers({ payment: { mode: 'royalty', royalty: { base: 'net_sales' } } })).toContain(
      '/contract/payment/royalty/base',
    )
  })

  it('writes amounts with the currency of the contract', () => {
    const amount = contractSections({ amount: { currency: 'EUR', total: '1250000.00' } }).find(
      (section) => section.name === 'amount',
    )
    expect(amount?.rows[0]?.value).toEqual({ kind: 'money', currency: 'EUR', amount: '1250000.00' })
  })

  it('keeps a false statement apart from a missing one', () => {
    const statements = contractSections({ related_parties: false }).find((section) => section.name === 'statements')
    expect(statements?.rows.map((row) => row.value.kind)).toEqual(['flag', 'empty'])
  })

  it('gives each patent its own pointer', () => {
    const shown = pointers({ patents: [{ office: 'EP', number: '1' }, { office: 'CN', number: '2' }] })
    expect(shown).toContain('/contract/patents/1/number')
  })
})

describe('pointers', () => {
  it('name a field without its position', () => {
    expect(fieldName('/contract/patents/0/number')).toBe('patents.number')
    expect(fieldOrdinal('/contract/patents/0/number')).toBe(1)
    expect(fieldOrdinal('/contract/number')).toBeNull()
  })
  it('belong to a row when they name it or a part of it', () => {
    expect(isOnRow('/contract/keywords/2', '/contract/keywords')).toBe(true)
    expect(isOnRow('/contract/name_original', '/contract/name')).toBe(false)
  })
})
