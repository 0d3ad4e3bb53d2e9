// What the endpoints of exchange rates and of counting again answer, as far as the generated types lack it.

export interface RateEdition {
  /** 0 is the one that the portal began with. */
  number: number
  version: string
  source: string
  loaded_at: string
  /** The journal entry after which it holds. */
  loaded_seq: number
  months: { from: string; to: string } | null
  currencies: number
}

export interface RatesPreview {
  rows: number
  months: { from: string; to: string } | null
  currencies: number
  errors: { line: number; message: string }[]
  added: number
  changed: number
  removed: number
}

export interface Rebuilt {
  entries: number
  facts: number
  differing: number
  written: number
  /** In milliseconds, whatever its name says. */
  seconds_ms: number
  as_of: number
}
