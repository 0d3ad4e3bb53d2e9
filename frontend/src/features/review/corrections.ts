/**
 * The list of corrections a reviewer composes before returning a filing: what each item points at,
 * what is still missing, and the body that is sent. All corrections go back at once.
 */

export type CorrectionType = 'incorrect' | 'incomplete'

/** What a correction is about: a field of the contract (JSON pointer) or a kind of paper. */
export type CorrectionTarget = { pointer: string } | { document: string }

export interface DraftCorrection {
  key: string
  type: CorrectionType
  /** `field:/contract/name` or `document:contract_copy`; empty until chosen. */
  target: string
  message: string
  /** Code of the reason of the library that it began with. */
  reason?: string
}

export interface CorrectionBody {
  type: CorrectionType
  pointer?: string
  document?: string
  message: string
  reason?: string
}

export const CORRECTION_MESSAGE_LIMIT = 1000

export function targetKey(target: CorrectionTarget): string {
  return 'pointer' in target ? `field:${target.pointer}` : `document:${target.document}`
}

export function parseTarget(key: string): CorrectionTarget | null {
  if (key.startsWith('field:/')) return { pointer: key.slice('field:'.length) }
  const document = key.startsWith('document:') ? key.slice('document:'.length) : ''
  return document === '' ? null : { document }
}

export interface CorrectionProblem {
  key: string
  field: 'target' | 'message'
  reason: 'target_missing' | 'message_missing' | 'message_too_long'
}

export function correctionProblems(drafts: readonly DraftCorrection[]): CorrectionProblem[] {
  return drafts.flatMap((draft) => {
    const problems: CorrectionProblem[] = []
    if (parseTarget(draft.target) === null) {
      problems.push({ key: draft.key, field: 'target', reason: 'target_missing' })
    }
    const length = [...draft.message.trim()].length
    if (length === 0) problems.push({ key: draft.key, field: 'message', reason: 'message_missing' })
    if (length > CORRECTION_MESSAGE_LIMIT) {
      problems.push({ key: draft.key, field: 'message', reason: 'message_too_long' })
    }
    return problems
  })
}

export function correctionBodies(drafts: readonly DraftCorrection[]): CorrectionBody[] {
  return drafts.flatMap((draft) => {
    const target = parseTarget(draft.target)
    return target === null ? [] : [{ type: draft.type, ...target, message: draft.message.trim(), ...(draft.reason ? { reason: draft.reason } : {}) }]
  })
}

export interface LibraryReason {
  code: string
  type: CorrectionType
  pointer: string | null
  document: string | null
  text: { zh: string; en: string }
}

/**
 * The same correction begun with a reason of the library. What the reviewer wrote themselves stays; what an earlier reason
 * had put there does not.
 */
export function withReason(draft: DraftCorrection, reason: LibraryReason | null, library: readonly LibraryReason[], language: 'zh' | 'en'): DraftCorrection {
  const before = library.find((one) => one.code === draft.reason)
  const own = draft.message.trim() !== '' && draft.message !== before?.text.zh && draft.message !== before?.text.en
  const rest: DraftCorrection = { key: draft.key, type: draft.type, target: draft.target, message: own ? draft.message : '' }
  if (reason === null) return rest
  const target = reason.pointer !== null ? targetKey({ pointer: reason.pointer }) : reason.document !== null ? targetKey({ document: reason.document }) : draft.target
  return { ...rest, reason: reason.code, type: reason.type, target, message: own ? draft.message : reason.text[language] }
}

export interface FindingLike {
  code: string
  pointer: string
  message: string
  evidence?: unknown
}

/** A finding as the beginning of a correction: the reviewer need not type again what the check has said. */
export function correctionFromFinding(finding: FindingLike, key: string): DraftCorrection {
  const kind = documentKind(finding.evidence)
  const document = finding.pointer.startsWith('/attachments') ? kind : null
  return {
    key,
    type: /(missing|required|incomplete)$/.test(finding.code) ? 'incomplete' : 'incorrect',
    target:
      document !== null
        ? targetKey({ document })
        : finding.pointer.startsWith('/contract')
          ? targetKey({ pointer: finding.pointer })
          : '',
    message: finding.message,
  }
}

function documentKind(evidence: unknown): string | null {
  if (typeof evidence !== 'object' || evidence === null || !('kind' in evidence)) return null
  return typeof evidence.kind === 'string' ? evidence.kind : null
}
