// The closed lists by which findings are narrowed, in the order in which they are offered.
import type { DataFinding, VerificationStatus } from '@/api/types'

export const DETECTORS: readonly DataFinding['detector'][] = ['amount_outlier', 'rate_outlier', 'duration_outlier', 'duplicate', 'impossible_sequence', 'filed_late']
export const STATUSES: readonly VerificationStatus[] = ['proposed', 'asked', 'answered', 'confirmed', 'corrected', 'reported']
