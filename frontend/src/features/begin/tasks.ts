// What a company may begin, and what the service is told when it does.
import type { ClosureEffect, FilingKind, RequestForm } from '@/api/types'

export const TASKS = ['registration', 'amendment', 'settlement', 'closure', 'reissue'] as const
export type Task = (typeof TASKS)[number]
export const EFFECTS = ['suspension', 'termination', 'resumption'] as const satisfies readonly ClosureEffect[]

export function isTask(text: unknown): text is Task {
  return typeof text === 'string' && (TASKS as readonly string[]).includes(text)
}

export function isEffect(text: unknown): text is ClosureEffect {
  return typeof text === 'string' && (EFFECTS as readonly string[]).includes(text)
}

export function kindOf(task: Task): FilingKind {
  return task === 'settlement' ? 'amendment' : task
}

/** What is asked for from the start; the rest is typed in the form. */
export function requestOf(task: Task, effect: ClosureEffect | null): RequestForm {
  if (task === 'settlement') return { settlement: {} }
  if (task === 'closure') return { closure: effect === null ? {} : { effect } }
  return task === 'reissue' ? { reissue: {} } : {}
}

interface Standing {
  status: string
}

/** What can be done with a contract as it stands: an ended one is only shown, and a resumption ends a suspension. */
export function tasksFor(contract: Standing): Task[] {
  if (contract.status === 'terminated') return []
  return contract.status === 'suspended' ? ['closure', 'reissue'] : ['amendment', 'settlement', 'closure', 'reissue']
}

export function effectsFor(contract: Standing | null): ClosureEffect[] {
  if (contract === null) return [...EFFECTS]
  return contract.status === 'suspended' ? ['resumption', 'termination'] : ['suspension', 'termination']
}
