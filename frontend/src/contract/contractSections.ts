/**
 * A contract as a reader sees it: sections of rows, each with the JSON pointer that findings and corrections use.
 * Values stay typed here; how a country or an amount is written is the renderer's business.
 */
import type { Contract } from '@/api/types'

export type RowValue =
  | { kind: 'empty' }
  | { kind: 'text'; text: string }
  | { kind: 'long'; text: string }
  | { kind: 'code'; set: CodeSet; code: string }
  | { kind: 'date'; date: string }
  | { kind: 'money'; currency: string; amount: string }
  | { kind: 'percent'; percent: string }
  | { kind: 'flag'; flag: boolean }
  | { kind: 'list'; items: string[] }

export type CodeSet =
  | 'direction'
  | 'legal_type'
  | 'mode'
  | 'country'
  | 'industry'
  | 'district'
  | 'ownership'
  | 'payment_mode'
  | 'royalty_base'

export interface ContractRow {
  pointer: string
  value: RowValue
}

export interface ContractSection {
  name: 'basics' | 'technology' | 'supplier' | 'recipient' | 'user' | 'amount' | 'dates' | 'patents' | 'statements'
  rows: ContractRow[]
}

type Party = NonNullable<Contract['supplier']>

const EMPTY: RowValue = { kind: 'empty' }

function written(value: string | null | undefined, make: (text: string) => RowValue): RowValue {
  return value == null || value === '' ? EMPTY : make(value)
}
const text = (value: string | null | undefined) => written(value, (t) => ({ kind: 'text', text: t }))
const long = (value: string | null | undefined) => written(value, (t) => ({ kind: 'long', text: t }))
const date = (value: string | null | undefined) => written(value, (t) => ({ kind: 'date', date: t }))
const percent = (value: string | null | undefined) => written(value, (t) => ({ kind: 'percent', percent: t }))
const code = (set: CodeSet, value: string | null | undefined) =>
  written(value, (c) => ({ kind: 'code', set, code: c }))
const flag = (value: boolean | null | undefined): RowValue =>
  value == null ? EMPTY : { kind: 'flag', flag: value }
const list = (items: readonly string[] | null | undefined): RowValue =>
  items == null || items.length === 0 ? EMPTY : { kind: 'list', items: [...items] }

const row = (pointer: string, value: RowValue): ContractRow => ({ pointer: `/contract/${pointer}`, value })

function partyRows(name: 'supplier' | 'recipient' | 'user', party: Party | null | undefined): ContractRow[] {
  return [
    row(`${name}/name`, text(party?.name)),
    row(`${name}/country`, code('country', party?.country)),
    row(`${name}/address`, text(party?.address)),
    // Only a party in the mainland has these three; on others an empty row would read as a gap.
    ...present([
      row(`${name}/uscc`, text(party?.uscc)),
      row(`${name}/district`, code('district', party?.district)),
      row(`${name}/ownership`, code('ownership', party?.ownership)),
    ]),
  ]
}

function present(rows: ContractRow[]): ContractRow[] {
  return rows.filter((candidate) => candidate.value.kind !== 'empty')
}

function amountRows(contract: Contract): ContractRow[] {
  const currency = contract.amount?.currency ?? ''
  const money = (value: string | null | undefined) =>
    written(value, (amount) => ({ kind: 'money', currency, amount }))
  const { payment } = contract
  return [
    row('amount/total', money(contract.amount?.total)),
    row('amount/technology_fee', money(contract.amount?.technology_fee)),
    row('amount/equipment_fee', money(contract.amount?.equipment_fee)),
    row('payment/mode', code('payment_mode', payment?.mode)),
    ...present([
      row('payment/entry_fee', money(payment?.entry_fee)),
      row('payment/royalty/base', code('royalty_base', payment?.royalty?.base)),
      row('payment/royalty/rate_percent', percent(payment?.royalty?.rate_percent)),
      row('payment/royalty/first_base_formed_on', date(payment?.royalty?.first_base_formed_on)),
      row('payment/royalty/first_base_amount', money(payment?.royalty?.first_base_amount)),
    ]),
  ]
}

function patentRows(contract: Contract): ContractRow[] {
  return (contract.patents ?? []).flatMap((patent, index) => [
    row(`patents/${index}/number`, text([patent.office, patent.number].filter(Boolean).join(' '))),
    row(`patents/${index}/expires_on`, date(patent.expires_on)),
    ...present([row(`patents/${index}/ipc`, list(patent.ipc))]),
  ])
}

export function contractSections(contract: Contract): ContractSection[] {
  const sections: ContractSection[] = [
    {
      name: 'basics',
      rows: [
        row('direction', code('direction', contract.direction)),
        row('number', text(contract.number)),
        row('name', text(contract.name)),
        row('name_original', text(contract.name_original)),
        row('legal_type', code('legal_type', contract.legal_type)),
        row('mode', code('mode', contract.mode)),
        row('industry', code('industry', contract.industry)),
      ],
    },
    { name: 'technology', rows: [row('summary', long(contract.summary)), row('keywords', list(contract.keywords))] },
    { name: 'supplier', rows: partyRows('supplier', contract.supplier) },
    { name: 'recipient', rows: partyRows('recipient', contract.recipient) },
    { name: 'user', rows: partyRows('user', contract.user) },
    { name: 'amount', rows: amountRows(contract) },
    {
      name: 'dates',
      rows: [
        row('signed_on', date(contract.signed_on)),
        row('effective_on', date(contract.effective_on)),
        row('valid_until', date(contract.valid_until)),
      ],
    },
    { name: 'patents', rows: patentRows(contract) },
    {
      name: 'statements',
      rows: [
        row('related_parties', flag(contract.related_parties)),
        row('declared_unrestricted', flag(contract.declared_unrestricted)),
        ...present([
          row('project_approval/authority', text(contract.project_approval?.authority)),
          row('project_approval/number', text(contract.project_approval?.number)),
        ]),
      ],
    },
  ]
  return sections.filter((section) => section.rows.length > 0)
}

/** The name of a field without array positions: `/contract/patents/0/number` → `patents.number`. */
export function fieldName(pointer: string): string {
  return pointer
    .split('/')
    .filter((part) => part !== '' && part !== 'contract' && !/^\d+$/.test(part))
    .join('.')
}

/** The position in an array that a pointer names, counted from one; null when it names none. */
export function fieldOrdinal(pointer: string): number | null {
  const part = pointer.split('/').find((candidate) => /^\d+$/.test(candidate))
  return part === undefined ? null : Number(part) + 1
}

export function isOnRow(pointer: string, rowPointer: string): boolean {
  return pointer === rowPointer || pointer.startsWith(`${rowPointer}/`)
}
