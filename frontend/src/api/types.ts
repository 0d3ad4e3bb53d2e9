// The wire types of /api/v1. Pages import them from here only.

export type FilingKind = 'registration' | 'amendment' | 'closure' | 'reissue'
export type FilingStatus =
  | 'draft' | 'submitted' | 'in_review' | 'returned' | 'recommended'
  | 'registered' | 'refused' | 'referred' | 'withdrawn' | 'lapsed'
export type Action =
  | 'save' | 'submit' | 'withdraw' | 'delete' | 'claim' | 'release'
  | 'return' | 'recommend' | 'decide' | 'refer' | 'attach'
export type Role =
  | 'company' | 'reviewer' | 'approver' | 'desk_manager' | 'researcher'
  | 'system_admin' | 'security_admin' | 'audit_admin'
export type Direction = 'import' | 'export'
export type LegalType =
  | 'patent_transfer' | 'patent_application_transfer' | 'patent_licence'
  | 'know_how_licence' | 'technical_service' | 'other'
export type Mode =
  | 'patent' | 'know_how' | 'consulting_service' | 'software'
  | 'trademark' | 'joint_production' | 'equipment' | 'other'
export type PaymentMode = 'lump_sum' | 'instalments' | 'royalty' | 'entry_fee_and_royalty'
export type RoyaltyBase = 'net_sales' | 'product_price' | 'added_output' | 'profit' | 'other'
export type Ownership = 'state' | 'collective' | 'private' | 'foreign_invested' | 'hmt_invested' | 'other'
export type AttachmentKind =
  | 'application_form' | 'data_sheet' | 'contract_copy' | 'contract_translation'
  | 'legal_status_supplier' | 'legal_status_recipient' | 'royalty_base_proof'
  | 'project_approval' | 'unrestricted_statement' | 'agency_mandate' | 'other'
export type Severity = 'error' | 'warning' | 'info'
export type Outcome = 'register' | 'refuse'

export interface Party {
  name?: string | null
  country?: string | null
  address?: string | null
  uscc?: string | null
  district?: string | null
  ownership?: Ownership | null
}
export interface Patent {
  office?: string | null
  number?: string | null
  expires_on?: string | null
  ipc?: string[]
}
/** Money travels as decimal text, never as a number. */
export interface Amount {
  currency?: string | null
  total?: string | null
  technology_fee?: string | null
  equipment_fee?: string | null
}
export interface Royalty {
  base?: RoyaltyBase | null
  rate_percent?: string | null
  first_base_formed_on?: string | null
  first_base_amount?: string | null
}
export interface Payment {
  mode?: PaymentMode | null
  entry_fee?: string | null
  royalty?: Royalty | null
}
/** A contract as typed so far: every field may be missing in a draft. */
export interface Contract {
  direction?: Direction | null
  number?: string | null
  name?: string | null
  name_original?: string | null
  legal_type?: LegalType | null
  mode?: Mode | null
  summary?: string | null
  keywords?: string[]
  supplier?: Party | null
  recipient?: Party | null
  user?: Party | null
  industry?: string | null
  patents?: Patent[]
  signed_on?: string | null
  effective_on?: string | null
  valid_until?: string | null
  amount?: Amount | null
  payment?: Payment | null
  related_parties?: boolean | null
  declared_unrestricted?: boolean | null
  project_approval?: { authority?: string | null; number?: string | null } | null
}

export interface Page<Item> {
  items: Item[]
  next_cursor: string | null
}
export interface DeskRef {
  code: string
  name: string
}
export interface PersonRef {
  id: string
  name: string
}
export type CompanyStatus = 'pending' | 'approved' | 'suspended'
export interface UserView {
  id: string
  email: string
  name: string
  role: Role
  company: { id: string; name: string; status: CompanyStatus } | null
  desks: DeskRef[]
}
export interface TokenAnswer {
  access_token: string
  token_type: 'Bearer'
  expires_in: number
  user: UserView
}
export interface CompanyView {
  id: string
  name: string
  uscc: string
  district: string
  ownership: Ownership
  address: string
  status: CompanyStatus
  created_at: string
  approved_at: string | null
  version?: number
}
export interface NewCompany {
  company: { name: string; uscc: string; district: string; ownership: Ownership; address: string }
  user: { name: string; email: string; phone: string | null; password: string }
}

export interface ClockSummary {
  started_on: string | null
  due_on: string | null
  working_days_left: number
  overdue: boolean
  provisional: boolean
}
export interface ClockDay {
  date: string
  counts: boolean
  number: number | null
  kind: 'submission' | 'working' | 'weekend' | 'holiday' | 'makeup'
  note: string | null
}
export interface ClockView extends ClockSummary {
  running: boolean
  days: ClockDay[]
}
export interface Routing {
  rule: string
  table_version: number
  reason: string
}
export interface AttachmentView {
  id: string
  kind: AttachmentKind
  file_name: string
  media_type: string
  size: number
  sha256: string
  uploaded_at: string
}
export interface Correction {
  type: 'incorrect' | 'incomplete'
  pointer?: string | null
  document?: AttachmentKind | null
  message: string
}
export interface Opinion {
  outcome: Outcome
  opinion: string
  by: PersonRef
  at: string
}
export interface FilingView {
  id: string
  kind: FilingKind
  status: FilingStatus
  version: number
  contract: Contract
  company: PersonRef
  desk: DeskRef | null
  routing: Routing | null
  clock: ClockSummary | null
  attachments: AttachmentView[]
  corrections: Correction[]
  reasons: Record<string, string>
  recommendation: Opinion | null
  decision: Opinion | null
  claimed_by: PersonRef | null
  contract_id: string | null
  certificate_number: string | null
  actions: Action[]
  created_at: string
  updated_at: string
  submitted_at: string | null
}
export interface FilingSummary {
  id: string
  kind: FilingKind
  status: FilingStatus
  version: number
  contract_number: string | null
  contract_name: string | null
  direction: Direction | null
  counterparty_country: string | null
  desk: DeskRef | null
  due_on: string | null
  overdue: boolean
  certificate_number: string | null
  updated_at: string
  submitted_at: string | null
}
export interface Finding {
  code: string
  severity: Severity
  pointer: string
  message: string
  rule: { citation: string; text: string | null } | null
  evidence: Record<string, unknown> | null
}
export interface DocumentRequirement {
  kind: AttachmentKind
  required: boolean
  present: boolean
  reason: string
}
export interface FindingsView {
  items: Finding[]
  routing: { desk: DeskRef; rule: string; table_version: number; reason: string } | null
  documents: DocumentRequirement[]
}
export interface HistoryEntry {
  seq: number
  at: string
  kind: string
  actor: { name: string; role: Role } | null
  detail: Record<string, unknown>
}
export interface TreeHead {
  tree_size: number
  root_hash: string
  signed_at: string
  key_id: string
  signature: string
}
export interface Receipt {
  filing_id: string
  contract_number: string
  company: string
  accepted_at: string
  digest: string
  entry: { seq: number; canonical: string }
  leaf_hash: string
  proof: { leaf_index: number; tree_size: number; hashes: string[] }
  head: TreeHead
}

export interface QueueItem {
  id: string
  kind: FilingKind
  status: FilingStatus
  contract_number: string | null
  contract_name: string | null
  company: PersonRef
  direction: Direction | null
  counterparty_country: string | null
  industry: string | null
  desk: DeskRef | null
  submitted_at: string | null
  due_on: string | null
  working_days_left: number
  overdue: boolean
  claimed_by: PersonRef | null
  warnings: number
  catalogue_hit: boolean
}
export interface Desk extends DeskRef {
  powers: string[]
}
export interface RoutingRule {
  id: string
  when: {
    district?: string[] | null
    direction?: Direction | null
    kind?: FilingKind[] | null
    industry?: string[] | null
    amount_usd_at_least?: string | null
    catalogue_hit?: boolean | null
  }
  desk: string
  reason: { zh: string; en: string }
}
export interface RoutingTable {
  version: number
  rules: RoutingRule[]
}

export interface ContractSummary {
  id: string
  number: string
  name: string
  direction: Direction
  company: PersonRef
  counterparty_country: string
  status: string
  version: number
  valid_until: string
  certificate_number: string | null
}
export interface ContractDetail extends ContractSummary {
  contract: Contract
}
export interface ContractVersion {
  version: number
  filing_id: string
  registered_at: string
  contract: Contract
}
export type CertificateStatus = 'valid' | 'expired' | 'superseded' | 'revoked'
export interface CertificateView {
  number: string
  contract_id: string
  contract_number: string
  contract_name: string
  direction: Direction
  holder: string
  counterparty: string
  counterparty_country: string
  issued_on: string
  valid_until: string
  version: number
  status: CertificateStatus
  credential: string
  verify_url: string
}
export interface Verification {
  number: string
  status: CertificateStatus
  as_of: string
  valid: boolean
  holder: string
  counterparty_country: string
  direction: Direction
  valid_until: string
  version: number
  contract_number?: string
  currency?: string
  total?: string
}

export interface ResearchDimension {
  code: string
  name: string
  values: { code: string; name: string }[]
}
export interface ResearchDimensions {
  as_of: number
  dimensions: ResearchDimension[]
  measures: { code: string; name: string; unit: string }[]
}
export interface Pivot {
  as_of: number
  dimensions: string[]
  measures: string[]
  cells: Record<string, string | number | null>[]
  totals: Record<string, string | number | null>
}

export interface Country {
  code: string
  name: string
}
export interface Currency {
  code: string
  name: string
  minor_units: number
}
export interface Industry {
  code: string
  name: string
  section: string
}
export interface Reference {
  countries: Country[]
  currencies: Currency[]
  industries: Industry[]
  districts: { code: string; name: string }[]
  calendar: { years: number[] }
  catalogue: { edition: string; partial: boolean; items: number }
  documents?: unknown
}
