// The contract as the form holds it (every field present, empty text for “not yet”) and as it travels (nothing empty).
import type { Amount, Contract, Party, Patent, Payment, RequestForm, Royalty } from '@/api/types'

type Filled<Type> = { [Key in keyof Type]-?: string }

export type PartyModel = Filled<Party>
export interface PatentModel {
  office: string
  number: string
  expires_on: string
  ipc: string
}
export interface ContractModel {
  direction: string
  number: string
  name: string
  name_original: string
  legal_type: string
  mode: string
  summary: string
  keywords: string[]
  supplier: PartyModel
  recipient: PartyModel
  user: PartyModel
  /** The user of the technology is the recipient: the usual case, so nobody types it twice. */
  user_is_recipient: boolean
  industry: string
  patents: PatentModel[]
  signed_on: string
  effective_on: string
  valid_until: string
  amount: Filled<Amount>
  payment: { mode: string; entry_fee: string; royalty: Filled<Royalty> }
  related_parties: boolean | null
  declared_unrestricted: boolean | null
  project_approval: { authority: string; number: string }
}

export type PartyName = 'supplier' | 'recipient' | 'user'

/** The Chinese side: recipient of an import, supplier of an export. */
export function domesticParty(direction: string): 'supplier' | 'recipient' {
  return direction === 'export' ? 'supplier' : 'recipient'
}

export function foreignParty(direction: string): 'supplier' | 'recipient' {
  return direction === 'export' ? 'recipient' : 'supplier'
}

export function hasRoyalty(paymentMode: string): boolean {
  return paymentMode === 'royalty' || paymentMode === 'entry_fee_and_royalty'
}

function partyModel(party: Party | null | undefined): PartyModel {
  return {
    name: party?.name ?? '',
    country: party?.country ?? '',
    address: party?.address ?? '',
    uscc: party?.uscc ?? '',
    district: party?.district ?? '',
    ownership: party?.ownership ?? '',
  }
}

function patentModel(patent: Patent): PatentModel {
  return {
    office: patent.office ?? '',
    number: patent.number ?? '',
    expires_on: patent.expires_on ?? '',
    ipc: (patent.ipc ?? []).join(' '),
  }
}

export function emptyPatent(): PatentModel {
  return patentModel({})
}

function sameUser(contract: Contract): boolean {
  const user = contract.user
  if (!user?.name && !user?.country) return true
  return user.name === contract.recipient?.name && user.country === contract.recipient?.country
}

function paymentModel(payment: Payment | null | undefined): ContractModel['payment'] {
  return {
    mode: payment?.mode ?? '',
    entry_fee: payment?.entry_fee ?? '',
    royalty: {
      base: payment?.royalty?.base ?? '',
      rate_percent: payment?.royalty?.rate_percent ?? '',
      first_base_formed_on: payment?.royalty?.first_base_formed_on ?? '',
      first_base_amount: payment?.royalty?.first_base_amount ?? '',
    },
  }
}

export function toModel(contract: Contract): ContractModel {
  return {
    direction: contract.direction ?? '',
    number: contract.number ?? '',
    name: contract.name ?? '',
    name_original: contract.name_original ?? '',
    legal_type: contract.legal_type ?? '',
    mode: contract.mode ?? '',
    summary: contract.summary ?? '',
    keywords: [...(contract.keywords ?? [])],
    supplier: partyModel(contract.supplier),
    recipient: partyModel(contract.recipient),
    user: partyModel(contract.user),
    user_is_recipient: sameUser(contract),
    industry: contract.industry ?? '',
    patents: (contract.patents ?? []).map(patentModel),
    signed_on: contract.signed_on ?? '',
    effective_on: contract.effective_on ?? '',
    valid_until: contract.valid_until ?? '',
    amount: {
      currency: contract.amount?.currency ?? '',
      total: contract.amount?.total ?? '',
      technology_fee: contract.amount?.technology_fee ?? '',
      equipment_fee: contract.amount?.equipment_fee ?? '',
    },
    payment: paymentModel(contract.payment),
    related_parties: contract.related_parties ?? null,
    declared_unrestricted: contract.declared_unrestricted ?? null,
    project_approval: {
      authority: contract.project_approval?.authority ?? '',
      number: contract.project_approval?.number ?? '',
    },
  }
}

/** Drops empty text, null, and what holds nothing else. Rows of a list stay, or pointers into it would shift. */
function prune(value: unknown, inList = false): unknown {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (value === null) return undefined
  if (Array.isArray(value)) {
    const items = value.map((item) => prune(item, true)).filter((item) => item !== undefined)
    return items.length > 0 ? items : undefined
  }
  if (typeof value === 'object' && value !== undefined) {
    const entries = Object.entries(value)
      .map(([key, one]) => [key, prune(one)] as const)
      .filter(([, one]) => one !== undefined)
    return entries.length > 0 || inList ? Object.fromEntries(entries) : undefined
  }
  return value
}

/** What is sent. Fields that the chosen payment mode does not have are left out, so that nothing hidden is filed. */
export function toWire(model: ContractModel): Contract {
  const { user_is_recipient: same, recipient, payment } = model
  const royalty = hasRoyalty(payment.mode)
  const wire = prune({
    ...model,
    user_is_recipient: null,
    user: same ? { name: recipient.name, country: recipient.country } : { name: model.user.name, country: model.user.country, address: model.user.address },
    patents: model.patents.map((patent) => ({ ...patent, ipc: patent.ipc.split(/[\s,，、;；]+/) })),
    payment: {
      mode: payment.mode,
      entry_fee: payment.mode === 'entry_fee_and_royalty' ? payment.entry_fee : null,
      royalty: royalty ? payment.royalty : null,
    },
  })
  return (wire ?? {}) as Contract
}

/** Keys in one order, so that equal contracts give equal text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => [key, canonical(one)]),
  )
}

/** Whether two contracts say the same, empty and missing being alike. */
export function sameContract(one: Contract, other: Contract): boolean {
  return JSON.stringify(canonical(prune(one) ?? {})) === JSON.stringify(canonical(prune(other) ?? {}))
}

interface Said {
  contract: Contract
  request: RequestForm
}

/** Whether two drafts say the same. A part of the request that is there but empty counts: it decides the papers. */
export function sameContent(one: Said, other: Said): boolean {
  return sameContract(one.contract, other.contract) && JSON.stringify(canonical(one.request)) === JSON.stringify(canonical(other.request))
}
