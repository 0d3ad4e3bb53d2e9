// Which papers a filing needs, for the guide. The filing form asks the server, which knows the rules in force.
import type { AttachmentKind } from '@/api/types'

export interface Situation {
  foreign_language: boolean
  royalty: boolean
  agent: boolean
  project: boolean
}

export function papersFor(situation: Situation): AttachmentKind[] {
  const papers: AttachmentKind[] = ['application_form', 'contract_copy']
  if (situation.foreign_language) papers.push('contract_translation')
  papers.push('legal_status_supplier', 'legal_status_recipient', 'unrestricted_statement')
  if (situation.royalty) papers.push('royalty_base_proof')
  if (situation.project) papers.push('project_approval')
  if (situation.agent) papers.push('agency_mandate')
  return papers
}
