// What is asked for besides the contract, as the form holds it (empty text for “not yet”) and as it travels.
import type { FilingKind, RequestForm } from '@/api/types'

export interface RequestModel {
  reason: string
  agreement_on: string
  /** An amendment that settles a later royalty base. */
  settles: boolean
  settlement: { formed_on: string; base_amount: string }
  closure: { effect: string; effective_on: string }
  reissue: { lost_on: string; notice_on: string; notice_in: string }
}

export function toRequestModel(request: RequestForm): RequestModel {
  return {
    reason: request.reason ?? '',
    agreement_on: request.agreement_on ?? '',
    settles: request.settlement != null,
    settlement: { formed_on: request.settlement?.formed_on ?? '', base_amount: request.settlement?.base_amount ?? '' },
    closure: { effect: request.closure?.effect ?? '', effective_on: request.closure?.effective_on ?? '' },
    reissue: {
      lost_on: request.reissue?.lost_on ?? '', notice_on: request.reissue?.notice_on ?? '', notice_in: request.reissue?.notice_in ?? '',
    },
  }
}

function filled<Part extends Record<string, string>>(part: Part): Partial<Part> {
  return Object.fromEntries(Object.entries(part).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text !== '')) as Partial<Part>
}

/** What is sent: only the parts that this kind has. A settlement that was chosen is sent even while it is empty: it decides the papers. */
export function toRequestWire(kind: FilingKind, model: RequestModel): RequestForm {
  const wire: RequestForm = {}
  if (kind === 'registration') return wire
  if (model.reason.trim() !== '') wire.reason = model.reason.trim()
  if (kind === 'amendment') {
    if (model.agreement_on !== '') wire.agreement_on = model.agreement_on
    if (model.settles) wire.settlement = filled(model.settlement)
  }
  if (kind === 'closure') wire.closure = filled(model.closure) as NonNullable<RequestForm['closure']>
  if (kind === 'reissue') wire.reissue = filled(model.reissue)
  return wire
}
