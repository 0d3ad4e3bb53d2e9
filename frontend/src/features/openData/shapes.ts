// What the endpoints of open data answer, as far as the generated types lack it.

export interface Latest {
  number: number
  period: string
  as_of: number
  released_at: string
}

export interface DataSet {
  code: string
  title: string
  about: string
  /** Null before the first version. */
  latest: Latest | null
}

export interface DataColumn {
  code: string
  name: string
  /** Of a measure; null for what it is counted by. */
  unit: string | null
}

export interface DataSetDetail extends DataSet {
  columns: DataColumn[]
  question: string
}

export interface Version extends Latest {
  digest: string
  row_count: number
  changes: { added: number; removed: number; changed: number; question_changed: boolean; policy_changed: boolean }
}

export interface OpenPublication {
  id: string
  kind: string
  period: string
  as_of: number
  published_at: string
  title: string
}
