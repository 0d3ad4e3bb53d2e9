/** A reason of the library as it is edited: what is missing, and the body that is sent. */
import { parseTarget, targetKey } from '@/features/review/corrections'
import type { ReturnReason } from '@/api/types'

export interface ReasonDraft {
  code: string
  type: 'incorrect' | 'incomplete'
  /** `field:/contract/name`, `document:contract_copy`, or empty. */
  target: string
  title: { zh: string; en: string }
  text: { zh: string; en: string }
  active: boolean
}

export type ReasonFault = 'code' | 'title_zh' | 'title_en' | 'text_zh' | 'text_en'

export function draftOf(reason: ReturnReason | null): ReasonDraft {
  if (reason === null) {
    return { code: '', type: 'incorrect', target: '', title: { zh: '', en: '' }, text: { zh: '', en: '' }, active: true }
  }
  const target = reason.pointer !== null ? targetKey({ pointer: reason.pointer }) : reason.document !== null ? targetKey({ document: reason.document }) : ''
  return { code: reason.code, type: reason.type, target, title: { ...reason.title }, text: { ...reason.text }, active: reason.active }
}

export function reasonFaults(draft: ReasonDraft, isNew: boolean): ReasonFault[] {
  const faults: ReasonFault[] = []
  if (isNew && !/^[a-z0-9_]{2,40}$/.test(draft.code)) faults.push('code')
  for (const part of ['title', 'text'] as const) {
    for (const language of ['zh', 'en'] as const) {
      if (draft[part][language].trim() === '') faults.push(`${part}_${language}`)
    }
  }
  return faults
}

export function reasonBody(draft: ReasonDraft) {
  const target = parseTarget(draft.target)
  return {
    type: draft.type,
    pointer: target !== null && 'pointer' in target ? target.pointer : null,
    document: target !== null && 'document' in target ? target.document : null,
    title: { zh: draft.title.zh.trim(), en: draft.title.en.trim() },
    text: { zh: draft.text.zh.trim(), en: draft.text.en.trim() },
    active: draft.active,
  }
}
