// What every part of the form needs: the model, the notes by pointer, and what the register has of the contract.
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { Contract, FilingKind } from '@/api/types'
import type { ContractModel } from '../model'
import type { Notes } from '../notes'
import type { RequestModel } from '../request'

export interface FormContext {
  kind: FilingKind
  model: ContractModel
  request: RequestModel
  /** The registered version that the filing starts from; null for a registration. */
  registered: ComputedRef<Contract | null>
  notes: ComputedRef<Notes>
  /** The company whose filing it is; null before it was saved for the first time. */
  company: ComputedRef<string | null>
}

const KEY: InjectionKey<FormContext> = Symbol('filing form')

export function provideForm(context: FormContext): void {
  provide(KEY, context)
}

export function useForm(): FormContext {
  const context = inject(KEY)
  if (context === undefined) throw new Error('a form field stands outside its form')
  return context
}
