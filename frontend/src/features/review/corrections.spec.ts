import { describe, expect, it } from 'vitest'
import {
  correctionBodies,
  correctionFromFinding,
  correctionProblems,
  parseTarget,
  targetKey,
  withReason,
} from './corrections'

const draft = { key: '1', type: 'incorrect', target: 'field:/contract/number', message: '请核对国别代码' } as const

describe('correction targets', () => {
  it.each([{ pointer: '/contract/number' }, { document: 'contract_copy' }])('%o survives the round trip', (target) => {
    expect(parseTarget(targetKey(target))).toEqual(target)
  })
  it.each(['', 'field:', 'document:', 'number'])('%j is no target', (key) => {
    expect(parseTarget(key)).toBeNull()
  })
})

describe('correctionProblems', () => {
  it('finds nothing wrong with a complete item', () => {
    expect(correctionProblems([draft])).toEqual([])
  })
  it('names the item and the field that is missing', () => {
    const empty = { ...draft, key: '2', target: '', message: '  ' }
    expect(correctionProblems([draft, empty])).toEqual([
      { key: '2', field: 'target', reason: 'target_missing' },
      { key: '2', field: 'message', reason: 'message_missing' },
    ])
  })
  it('counts characters, not UTF-16 units', () => {
    expect(correctionProblems([{ ...draft, message: '𠮷'.repeat(1000) }])).toEqual([])
    expect(correctionProblems([{ ...draft, message: '𠮷'.repeat(1001) }])).toHaveLength(1)
  })
})

describe('correctionBodies', () => {
  it('sends a pointer for a field and a document for a paper', () => {
    const paper = { key: '2', type: 'incomplete', target: 'document:contract_copy', message: ' 缺签字页 ' } as const
    expect(correctionBodies([draft, paper])).toEqual([
      { type: 'incorrect', pointer: '/contract/number', message: '请核对国别代码' },
      { type: 'incomplete', document: 'contract_copy', message: '缺签字页' },
    ])
  })
})

describe('correctionFromFinding', () => {
  it('points at the field the check points at', () => {
    const made = correctionFromFinding(
      { code: 'contract_number.prefix', pointer: '/contract/number', message: '国别不符' },
      'k',
    )
    expect(made).toEqual({ key: 'k', type: 'incorrect', target: 'field:/contract/number', message: '国别不符' })
  })
  it('asks for the paper when a paper is missing', () => {
    const made = correctionFromFinding(
      { code: 'documents.missing', pointer: '/attachments', message: '缺少合同副本', evidence: { kind: 'contract_copy' } },
      'k',
    )
    expect(made).toMatchObject({ type: 'incomplete', target: 'document:contract_copy' })
  })
  it('leaves the target open when the finding has no place', () => {
    expect(correctionFromFinding({ code: 'declaration.missing', pointer: '', message: '…' }, 'k').target).toBe('')
  })
})

describe('withReason', () => {
  const seal = { code: 'seal', type: 'incomplete' as const, pointer: null, document: 'contract_copy', text: { zh: '请补签字页。', en: 'Add the page.' } }
  const number = { code: 'number', type: 'incorrect' as const, pointer: '/contract/number', document: null, text: { zh: '请核对合同号。', en: 'Check it.' } }
  const library = [seal, number]
  const empty = { key: 'a', type: 'incorrect' as const, target: '', message: '' }

  it('fills in what the reason says, and another reason replaces that', () => {
    const begun = withReason(empty, seal, library, 'zh')
    expect(begun).toEqual({ key: 'a', type: 'incomplete', target: 'document:contract_copy', message: '请补签字页。', reason: 'seal' })
    expect(withReason(begun, number, library, 'zh')).toMatchObject({ target: 'field:/contract/number', message: '请核对合同号。', reason: 'number' })
    expect(withReason(begun, null, library, 'zh')).toEqual({ key: 'a', type: 'incomplete', target: 'document:contract_copy', message: '' })
  })

  it("leaves the reviewer's own words alone", () => {
    const own = { ...empty, message: '附件二第三页缺签字' }
    expect(withReason(own, seal, library, 'zh').message).toBe('附件二第三页缺签字')
  })
})
