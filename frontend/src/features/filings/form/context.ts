// What every part of the form needs: the model, the notes by pointer, and whether it may be edited.
import { inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import type { ContractModel } from '../model'
import type { Notes } from '../notes'

export interface FormContext {
  model: ContractModel
  notes: ComputedRef<Notes>
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
