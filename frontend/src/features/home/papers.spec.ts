import { describe, expect, it } from 'vitest'
import { papersFor } from './papers'

const plain = { foreign_language: false, royalty: false, agent: false, project: false }

describe('papers in the guide', () => {
  it('names the papers that every filing needs', () => {
    expect(papersFor(plain)).toEqual([
      'application_form', 'contract_copy', 'legal_status_supplier', 'legal_status_recipient', 'unrestricted_statement',
    ])
  })
  it('adds what the situation asks for', () => {
    const papers = papersFor({ foreign_language: true, royalty: true, agent: true, project: true })
    expect(papers).toEqual(expect.arrayContaining(['contract_translation', 'royalty_base_proof', 'agency_mandate', 'project_approval']))
  })
})
