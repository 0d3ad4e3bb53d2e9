import { describe, expect, it } from 'vitest'
import { draftOf, reasonBody, reasonFaults } from './reasonForm'

describe('a reason as it is edited', () => {
  it('needs a code and both languages', () => {
    expect(reasonFaults(draftOf(null), true)).toEqual(['code', 'title_zh', 'title_en', 'text_zh', 'text_en'])
    expect(reasonFaults({ ...draftOf(null), title: { zh: '甲', en: 'A' }, text: { zh: '改', en: 'mend' } }, false)).toEqual([])
  })

  it('is about one field or one paper, or neither', () => {
    expect(reasonBody({ ...draftOf(null), target: 'field:/contract/number' })).toMatchObject({ pointer: '/contract/number', document: null })
    expect(reasonBody({ ...draftOf(null), target: 'document:other' })).toMatchObject({ pointer: null, document: 'other' })
    expect(reasonBody(draftOf(null))).toMatchObject({ pointer: null, document: null })
  })
})
