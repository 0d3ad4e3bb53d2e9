/** The catalogue's hits, as the server answers them. */
import type { FilingKind } from '@/api/types'

/** A closure or a reissue brings no technology that could be compared. */
export function isScreened(kind: FilingKind): boolean {
  return kind === 'registration' || kind === 'amendment'
}

export type Answer = 'not_covered' | 'unsure'
export type Verdict = 'not_covered' | 'covered' | 'unsure'

export interface CatalogueHit {
  item: string
  item_no: string | null
  class: 'prohibited' | 'restricted'
  name: string
  control_point: string | null
  clause: string
  passage: string
  start: number
  end: number
  matches: [number, number][]
  pointer: string
  score: number
  is_certain: boolean
}

export interface HitView {
  hit: CatalogueHit
  answer: { answer: Answer; reason: string; at: string } | null
  verdict: { verdict: Verdict; reason: string; by: { id: string; name: string } | null; at: string } | null
  earlier: { filing: string; verdict: Verdict; reason: string; at: string }[]
}

export interface ScreeningView {
  edition: { number: number; name: string; partial: boolean }
  submitted_under: number | null
  items: HitView[]
}
