// The wire types of /api/v1. Pages import them from here only. They are the generated ones (`npm run api`), read
// more sharply in three ways, since OpenAPI as it is written here cannot say them:
//  - an answer always has every field, null where there is nothing (`Full`);
//  - a contract being typed may lack any field (`Draft`);
//  - some words come from a closed list that the document calls a string (`With`).
import type { components } from './schema.gen'

type Schemas = components['schemas']
type Full<T> = T extends (infer Item)[]
  ? Full<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Full<T[Key]> }
    : T
type Draft<T> = T extends (infer Item)[]
  ? Draft<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Draft<T[Key]> }
    : T
type With<Base, Sharper> = Omit<Base, keyof Sharper> & Sharper
type View<Name extends keyof Schemas> = Full<Schemas[Name]>

export interface Page<Item> {
  items: Item[]
  next_cursor: string | null
}

// ---- closed lists

export type FilingKind = Schemas['FilingKind']
export type FilingStatus = Schemas['FilingStatus']
export type Action = Schemas['Action']
export type Role = Schemas['Role']
export type Direction = Schemas['Direction']
export type LegalType = Schemas['LegalType']
export type Mode = Schemas['Mode']
export type PaymentMode = Schemas['PaymentMode']
export type RoyaltyBase = Schemas['RoyaltyBase']
export type Ownership = Schemas['Ownership']
export type AttachmentKind = Schemas['AttachmentKind']
export type Severity = Schemas['Severity']
export type Outcome = Schemas['Outcome']
export type CompanyStatus = 'pending' | 'approved' | 'suspended' | 'rejected'
export type ContractStatus = 'in_force' | 'suspended' | 'terminated'
export type CertificateStatus = Schemas['Standing']

// ---- the contract as typed so far; money travels as decimal text, never as a number

export type Contract = Draft<Schemas['Contract']>
export type Party = Draft<Schemas['Party']>
export type Patent = Draft<Schemas['Patent']>
export type Amount = Draft<Schemas['Amount']>
export type Royalty = Draft<Schemas['Royalty']>
export type Payment = Draft<Schemas['Payment']>

// ---- people and companies

export type DeskRef = View<'DeskView'>
export type PersonRef = View<'Named'>
export type UserView = With<View<'UserView'>, { company: With<View<'UserCompany'>, { status: CompanyStatus }> | null }>
export type TokenAnswer = With<View<'SignedInView'>, { user: UserView }>
export type CompanyUser = With<View<'CompanyUserView'>, { status: 'active' | 'disabled' }>
export type CompanyView = With<View<'CompanyView'>, { status: CompanyStatus }>
export type NewCompany = Schemas['SignUp']

// ---- filings

export type ClockSummary = With<View<'ClockSummary'>, { started_on: string | null; due_on: string | null }>
export type ClockDay = View<'ClockDay'>
export type ClockRun = View<'ClockRun'>
export type ClockView = View<'ClockView'>
export type Routing = View<'RoutingView'>
export type AttachmentView = View<'AttachmentView'>
/** As sent and as answered: one of `pointer` and `document` says what is meant. */
export type Correction = Schemas['Correction']
export type Opinion = View<'OpinionView'>
/** What is asked for besides the contract, as far as it has been said. */
export type RequestForm = Draft<Schemas['Request']>
export type ClosureEffect = Schemas['ClosureEffect']
export type Change = Schemas['Change']
export type FilingView = With<
  View<'FilingView'>,
  { contract: Contract; registered: Contract | null; request: RequestForm; changes: Change[]; corrections: Correction[] }
>
export type UploadView = View<'UploadView'>
export type BulkNote = View<'BulkNote'>
export type BulkRow = View<'BulkRow'>
export type BulkView = View<'BulkView'>
export type BulkResult = View<'BulkResult'>
export type GuideAnswers = Draft<Schemas['GuideAnswers']>
export type GuideQuestion = Schemas['Question']
export type GuideBeginning = With<View<'BeginningView'>, { contract: Contract; request: RequestForm }>
export type GuideOutcome = With<View<'OutcomeView'>, { beginning: GuideBeginning | null }>
export type GuideView = With<View<'GuideView'>, { outcome: GuideOutcome | null }>
export type FilingSummary = With<View<'FilingSummary'>, { direction: Direction | null }>
export type Finding = With<View<'Finding'>, { evidence: Record<string, unknown> | null }>
export type DocumentRequirement = View<'DocumentView'>
export type FindingsView = With<View<'FindingsView'>, { items: Finding[] }>
export type HistoryEntry = With<
  View<'HistoryItem'>,
  { actor: { name: string; role: Role } | null; detail: Record<string, unknown> }
>
export type TreeHead = View<'HeadView'>
export type JournalProof = View<'ProofView'>
export type JournalEntry = View<'JournalEntryView'>
export type RegisterCheck = View<'RegisterCheckView'>
export type Receipt = View<'Receipt'>

// ---- review

export type QueueItem = With<View<'QueueItem'>, { direction: Direction | null }>
export type FinishedItem = View<'FinishedItem'>
export type QueueQuestion = Draft<Schemas['QueueQuestion']>
export type SavedView = With<View<'SavedViewView'>, { question: QueueQuestion }>
export type Workload = View<'WorkloadView'>
export type WorkloadItem = View<'WorkloadItem'>
export type Assigned = View<'AssignedView'>
export type Desk = View<'DeskDetail'>
/** As written by hand: a condition that is left out holds for every filing. */
export type RoutingRule = With<Schemas['RoutingRule'], { when: Draft<Schemas['RoutingCondition']> }>
export interface RoutingTable {
  version: number
  rules: RoutingRule[]
}
export type DryRun = View<'DryRun'>
export type RoutingVersion = With<View<'RoutingVersionView'>, { table: RoutingTable }>

// ---- mandates

export type MandateView = View<'MandateView'>
export type MandateActivity = View<'ActivityView'>
export type TouchedFiling = View<'TouchedFiling'>

// ---- third-party systems

export type Scope = Schemas['Scope']
export type PublicBody = Schemas['PublicBody']
export type PartnerView = View<'PartnerView'>
export type PartnerSecret = View<'SecretView'>
export type NewPartnerSecret = View<'NewSecretView'>
export type PartnerUse = View<'UseView'>
export type EventType = Schemas['EventType']
/** The secret is in the answer that makes it, and nowhere else. */
export type EndpointView = With<View<'EndpointView'>, { secret?: string; disabled: View<'DisabledView'> | null }>
export type DeliveryStatus = Schemas['DeliveryStatus']
export type DeliveryView = View<'DeliveryView'>
export type QueuedView = View<'QueuedView'>

// ---- contracts and certificates

export type ContractSummary = With<
  View<'ContractSummary'>,
  { direction: Direction; status: ContractStatus; certificate_number: string | null }
>
export type RegisterEvent = View<'RegisterEvent'>
export type RoyaltyBases = View<'RoyaltyBases'>
export type CertificateLine = View<'CertificateLine'>
export type PaymentFigures = View<'FiguresView'>
export type PaymentView = View<'PaymentView'>
export type Ledger = With<View<'LedgerView'>, { figures: PaymentFigures | null }>
export type ContractDetail = ContractSummary & {
  contract: Contract
  events: RegisterEvent[]
  certificates: CertificateLine[]
  royalty: RoyaltyBases | null
  open_filing_id: string | null
}
export type ContractVersion = With<View<'ContractVersionView'>, { contract: Contract; changes: Change[] }>
export type CertificateView = With<View<'CertificateView'>, { direction: Direction }>
export type ChecksView = View<'ChecksView'>
export type Verification = With<View<'Verification'>, { direction: Direction }>

// ---- returns, and what lies beside a case

/** Values as they stand in the form: text, lists, objects, or null for nothing. */
export type FiledChanges = With<View<'FiledChanges'>, { fields: { pointer: string; from: unknown; to: unknown }[] }>
export type ReturnItem = With<View<'ReturnItemView'>, { changes: FiledChanges | null }>
export type RoundView = With<
  View<'RoundView'>,
  { changes: FiledChanges | null; returned: With<View<'ReturnView'>, { items: ReturnItem[] }> | null }
>
export interface RoundsView {
  items: RoundView[]
}
export type LookView = With<View<'LookView'>, { changes: FiledChanges | null }>
export type MessageView = With<View<'MessageView'>, { side: 'company' | 'desk'; author: { name: string; role: Role } | null }>
export type NoteView = View<'NoteView'>
export type SimilarView = View<'SimilarView'>
export type GroundsView = View<'GroundsView'>
export type ReturnReason = View<'ReasonView'>
export type ReturnReasons = View<'ReasonsView'>
export type ReturnStatistics = View<'StatisticsView'>
export type ReturnCount = View<'CountView'>
export type DecidableItem = View<'DecidableItem'>
export type DecidedItem = View<'DecidedItem'>
export type DecidedView = View<'DecidedView'>

// ---- duties by the clock and after registration

export type ReferralStatus = Schemas['ReferralStatus']
export type ReferralOutcome = Schemas['ReferralOutcome']
export type LicenceStep = Schemas['LicenceStep']
export type ReferralStepView = View<'ReferralStepView'>
export type ReferralView = View<'ReferralView'>
export type ReferralSummary = View<'ReferralSummary'>
export type CalendarDetail = View<'CalendarDetail'>
export type CalendarDiff = View<'CalendarDiff'>
export type InspectionResult = Schemas['InspectionResult']
export type InspectionView = View<'InspectionView'>
export type DrawingView = View<'DrawingView'>
export type PopulationView = View<'PopulationView'>
export type VerificationStatus = Schemas['VerificationStatus']
export type VerificationStep = Schemas['VerificationStep']
export type CaseSummary = View<'CaseSummary'>
export interface CaseFinding {
  id: string
  detector: string
  evidence: Record<string, unknown>
}
export type CaseView = With<
  View<'CaseView'>,
  {
    /** What a detector found; null where a person asked. */
    finding?: CaseFinding | null
  }
>
export type ServiceFigures = View<'ServiceFigures'>
export type ServiceView = View<'ServiceView'>

// ---- reference data

export type Country = View<'NamedCode'>
export type Currency = View<'CurrencyView'>
export type Industry = View<'IndustryView'>
export type Reference = View<'ReferenceView'>

// ---- figures, open data, exchange rates

export type AnalysisSummary = View<'AnalysisSummary'>
export type Permalink = View<'PermalinkView'>
export type OpenColumn = View<'OpenColumn'>
export type OpenDataset = View<'OpenDatasetSummary'>
export type OpenDatasetDetail = View<'OpenDatasetView'>
export type OpenVersion = View<'OpenVersionView'>
export type Detections = View<'Detections'>
export type DataFinding = With<View<'DataFindingView'>, { evidence: Record<string, unknown> }>
export type DeskQuality = View<'DeskQuality'>
export type OwnQuality = View<'OwnQuality'>
export type QualityNotice = View<'QualityNotice'>
export type RateEdition = View<'RateEditionView'>
export type RatesPreview = View<'RatesPreview'>
export type Rebuilt = View<'Rebuilt'>
export type Publication = View<'PublicationView'>
