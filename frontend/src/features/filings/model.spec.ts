import { describe, expect, it } from 'vitest'
import type { Contract } from '@/api/types'
import { emptyPatent, sameContract, toModel, toWire } from './model'

const full: Contract = {
  direction: 'import', number: '26DEJSY39SZ000001', name: '合同', legal_type: 'patent_licence', keywords: ['工艺'],
  supplier: { name: 'A', country: 'DE' }, recipient: { name: 'B', country: 'CN', uscc: '91320594MA1X0A01K7' },
  user: { name: 'B', country: 'CN' }, patents: [{ office: 'EP', number: 'EP1', ipc: ['H01L', 'G06F'] }],
  amount: { currency: 'EUR', total: '1250000.00' },
  payment: { mode: 'royalty', royalty: { base: 'net_sales', rate_percent: '3.5' } },
  related_parties: false, declared_unrestricted: true,
}

describe('contract model', () => {
  it('comes back from the form as it went in', () => {
    expect(sameContract(toWire(toModel(full)), full)).toBe(true)
  })

  it('sends nothing that is empty', () => {
    expect(toWire(toModel({}))).toEqual({})
  })

  it('keeps false, which is an answer', () => {
    expect(toWire(toModel({ related_parties: false }))).toEqual({ related_parties: false })
  })

  it('files no royalty terms when the payment has none', () => {
    const model = toModel(full)
    model.payment.mode = 'lump_sum'
    expect(toWire(model).payment).toEqual({ mode: 'lump_sum' })
  })

  it('copies the recipient as the user while they are the same', () => {
    const model = toModel({ ...full, user: null })
    expect(model.user_is_recipient).toBe(true)
    expect(toWire(model).user).toEqual({ name: 'B', country: 'CN' })
    expect(toModel({ ...full, user: { name: 'C', country: 'CN' } }).user_is_recipient).toBe(false)
  })

  it('keeps empty patent rows, so that pointers to later rows stay true', () => {
    const model = toModel({})
    model.patents = [emptyPatent(), { ...emptyPatent(), number: 'EP2', ipc: 'H01L, G06F' }]
    expect(toWire(model).patents).toEqual([{}, { number: 'EP2', ipc: ['H01L', 'G06F'] }])
  })

  it('holds null, empty text and missing for the same', () => {
    expect(sameContract({ name: '', keywords: [], project_approval: null }, {})).toBe(true)
    expect(sameContract({ name: 'a' }, {})).toBe(false)
  })
})
