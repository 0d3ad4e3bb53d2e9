// What the endpoints of data quality answer, as far as the generated types lack it.
import type { VerificationStatus } from '@/api/types'

export const DETECTORS = ['amount_outlier', 'rate_outlier', 'duration_outlier', 'duplicate', 'impossible_sequence', 'filed_late'] as const
export const STATUSES: readonly VerificationStatus[] = ['proposed', 'asked', 'answered', 'confirmed', 'corrected', 'reported']

interface Company {
  id: string
  name: string
}

export interface DataFinding {
  id: string
  detector: string
  detector_name: string
  contract_id: string
  contract_number: string
  company: Company
  month: string
  desk: string
  evidence: Record<string, unknown>
  case_id: string | null
  case_status: VerificationStatus | null
  found_at: string
}

export interface DeskQuality {
  desk: string
  name: string
  facts: number
  findings: { detector: string; count: number }[]
  proposed: number
  asked: number
  confirmed: number
  corrected: number
  reported: number
  /** 1 is the whole; null where nothing was filed. */
  late_share: string | number | null
}

export interface CompanyQuality {
  company: Company
  facts: number
  findings: number
  corrected: number
  reported: number
}

export interface Notice {
  month: string
  as_of: number
  by_desk: DeskQuality[]
  by_company: CompanyQuality[]
}
