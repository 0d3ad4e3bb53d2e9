// Which papers the portal fills in, and for which attachment each is the form.
import type { AttachmentKind, FilingKind } from '@/api/types'

export type Paper = 'application' | 'data-sheet' | 'change-record'

/** The paper that is stamped and uploaded as this attachment; none where the company brings its own. */
export function paperFor(attachment: AttachmentKind, kind: FilingKind): Paper | null {
  if (attachment === 'application_form') return 'application'
  if (attachment === 'data_sheet') return 'data-sheet'
  return attachment === 'change_record' && kind === 'amendment' ? 'change-record' : null
}

/** Every paper of a filing of this kind. */
export function papersOf(kind: FilingKind): Paper[] {
  return kind === 'amendment' ? ['application', 'data-sheet', 'change-record'] : ['application', 'data-sheet']
}
