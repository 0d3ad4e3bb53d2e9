// Puts what checks, corrections and the server say beside the field it is about.
import type { Correction, Finding } from '@/api/types'
import type { FieldNote } from '@/ui/FormField.vue'
import { fieldId } from '@/contract/fieldNames'

export type Notes = Record<string, FieldNote[]>

/** A missing answer is no news while the person is still on the way to it. */
export const MISSING = 'field.required'

export function correctionPointer(correction: Correction): string {
  return correction.pointer ?? '/attachments'
}

/**
 * `revealed` says whether the pointer's field was visited or the person asked to see everything:
 * before that “please fill in” is not shown.
 */
export function collectNotes(findings: readonly Finding[], corrections: readonly Correction[], revealed: (pointer: string) => boolean): Notes {
  const notes: Notes = {}
  const add = (pointer: string, note: FieldNote) => (notes[pointer] ??= []).push(note)
  for (const correction of corrections) add(correctionPointer(correction), { severity: 'error', message: correction.message })
  for (const finding of findings) {
    if (finding.code === MISSING && !revealed(finding.pointer)) continue
    add(finding.pointer, { severity: finding.severity, message: finding.message, mend: finding.mend })
  }
  return notes
}

export interface Summary {
  errors: Finding[]
  missing: Finding[]
  warnings: Finding[]
  infos: Finding[]
}

export function summarise(findings: readonly Finding[]): Summary {
  return {
    errors: findings.filter((one) => one.severity === 'error' && one.code !== MISSING),
    missing: findings.filter((one) => one.severity === 'error' && one.code === MISSING),
    warnings: findings.filter((one) => one.severity === 'warning'),
    infos: findings.filter((one) => one.severity === 'info'),
  }
}

/** Warnings by code, since one reason answers all of a code. */
export function warningsByCode(findings: readonly Finding[]): { code: string; findings: Finding[] }[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    if (finding.severity !== 'warning') continue
    groups.set(finding.code, [...(groups.get(finding.code) ?? []), finding])
  }
  return [...groups].map(([code, list]) => ({ code, findings: list }))
}

/** The element to go to for a finding: the paper's own row when it is about a paper. */
export function findingTarget(finding: Finding): string {
  const kind = finding.evidence?.['kind']
  if (finding.pointer.startsWith('/attachments') && typeof kind === 'string') return `attachments-${kind}`
  return fieldId(finding.pointer)
}

/** The element a pointer leads to on this page: its field, or the nearest one above it that is there. */
export function nearestElement(id: string, exists: (id: string) => boolean): string {
  let one = id
  while (!exists(one) && one.includes('-')) one = one.slice(0, one.lastIndexOf('-'))
  return one
}
