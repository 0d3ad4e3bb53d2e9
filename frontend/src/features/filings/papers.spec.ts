import { describe, expect, it } from 'vitest'
import { paperFor, papersOf } from './papers'

describe('papers that the portal fills in', () => {
  it('are offered where they are asked for', () => {
    expect(paperFor('application_form', 'closure')).toBe('application')
    expect(paperFor('data_sheet', 'registration')).toBe('data-sheet')
    expect(paperFor('contract_copy', 'registration')).toBeNull()
  })
  it('tell what changes for an amendment alone', () => {
    expect(paperFor('change_record', 'amendment')).toBe('change-record')
    expect(paperFor('change_record', 'registration')).toBeNull()
    expect(papersOf('amendment')).toContain('change-record')
    expect(papersOf('reissue')).not.toContain('change-record')
  })
})
