/** The fields a reviewer can point a correction at. */
import type { AttachmentKind, Contract } from '@/api/types'
import { contractSections } from '@/contract/contractSections'

/** Fields that a contract may lack although they should be there; a reader's sections leave them out when empty. */
const OFTEN_ABSENT = [
  '/contract/recipient/uscc',
  '/contract/recipient/district',
  '/contract/supplier/uscc',
  '/contract/supplier/district',
  '/contract/amount/currency',
  '/contract/payment/entry_fee',
  '/contract/payment/royalty/base',
  '/contract/payment/royalty/rate_percent',
  '/contract/payment/royalty/first_base_formed_on',
  '/contract/payment/royalty/first_base_amount',
  '/contract/patents',
  '/contract/project_approval/authority',
  '/contract/project_approval/number',
]

/** Every field that a reason of the library may be about. */
export const EVERY_FIELD: string[] = [
  ...new Set([
    ...['number', 'name', 'name_original', 'legal_type', 'mode', 'summary', 'keywords', 'industry', 'signed_on', 'effective_on', 'valid_until'].map((name) => `/contract/${name}`),
    ...['supplier', 'recipient', 'user'].flatMap((party) => ['name', 'country', 'address'].map((name) => `/contract/${party}/${name}`)),
    ...['total', 'technology_fee', 'equipment_fee'].map((name) => `/contract/amount/${name}`),
    '/contract/payment/mode',
    '/contract/related_parties',
    ...OFTEN_ABSENT,
  ]),
]

/** Every kind of paper. */
export const DOCUMENT_KINDS: AttachmentKind[] = [
  'application_form',
  'data_sheet',
  'contract_copy',
  'contract_translation',
  'legal_status_supplier',
  'legal_status_recipient',
  'royalty_base_proof',
  'project_approval',
  'unrestricted_statement',
  'agency_mandate',
  'amendment_agreement',
  'change_record',
  'registration_certificate',
  'closure_evidence',
  'loss_notice',
  'department_proof',
  'other',
]

/** Fields of this contract in reading order, then those it lacks, then any other that a finding names. */
export function correctableFields(contract: Contract, findings: readonly { pointer: string }[]): string[] {
  const shown = contractSections(contract).flatMap((section) => section.rows.map((row) => row.pointer))
  const found = findings.map((finding) => finding.pointer).filter((pointer) => pointer.startsWith('/contract/'))
  return [...new Set([...shown, ...OFTEN_ABSENT, ...found])]
}
