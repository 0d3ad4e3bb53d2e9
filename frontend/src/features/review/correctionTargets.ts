/** The fields a reviewer can point a correction at. */
import type { Contract } from '@/api/types'
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

/** Fields of this contract in reading order, then those it lacks, then any other that a finding names. */
export function correctableFields(contract: Contract, findings: readonly { pointer: string }[]): string[] {
  const shown = contractSections(contract).flatMap((section) => section.rows.map((row) => row.pointer))
  const found = findings.map((finding) => finding.pointer).filter((pointer) => pointer.startsWith('/contract/'))
  return [...new Set([...shown, ...OFTEN_ABSENT, ...found])]
}
