// Helps to compose the 17-character contract number from what the form already knows.
import { foreignParty, type ContractModel } from './model'

export interface NumberPart {
  name: 'year' | 'country' | 'place' | 'direction' | 'industry' | 'serial'
  start: number
  length: number
  /** What the form says should stand here; null while the form does not know. */
  expected: string | null
  typed: string
  state: 'missing' | 'match' | 'differs' | 'unknown'
}

const PLACE = 'JS'
const SERIAL = /^[A-Z0-9]{8}$/
export const NUMBER_LENGTH = 17

type Known = Pick<ContractModel, 'direction' | 'signed_on' | 'industry' | 'supplier' | 'recipient' | 'number'>

function expectations(form: Known): [NumberPart['name'], number, string | null][] {
  const country = form.direction === '' ? '' : form[foreignParty(form.direction)].country
  return [
    ['year', 2, /^\d{4}-/.test(form.signed_on) ? form.signed_on.slice(2, 4) : null],
    ['country', 2, country === '' ? null : country],
    ['place', 2, PLACE],
    ['direction', 1, form.direction === '' ? null : form.direction === 'import' ? 'Y' : 'E'],
    ['industry', 2, form.industry === '' ? null : form.industry],
  ]
}

function stateOf(typed: string, length: number, expected: string | null): NumberPart['state'] {
  if (typed.length < length) return 'missing'
  if (expected === null) return 'unknown'
  return typed === expected ? 'match' : 'differs'
}

/** The number cut into its parts, each compared with the form. */
export function numberParts(form: Known): NumberPart[] {
  const number = normaliseNumber(form.number)
  let start = 0
  const parts = expectations(form).map(([name, length, expected]): NumberPart => {
    const typed = number.slice(start, start + length)
    const part = { name, start, length, expected, typed, state: stateOf(typed, length, expected) }
    start += length
    return part
  })
  const serial = number.slice(start)
  const state = serial.length < 8 ? 'missing' : SERIAL.test(serial) ? 'match' : 'differs'
  return [...parts, { name: 'serial', start, length: 8, expected: null, typed: serial, state }]
}

/** The nine leading characters, or null while the form lacks something for them. */
export function numberPrefix(form: Known): string | null {
  const parts = expectations(form).map(([, , expected]) => expected)
  return parts.every((part) => part !== null) ? parts.join('') : null
}

/** Puts the right prefix before the company's own eight characters, keeping those. */
export function withPrefix(form: Known): string {
  const prefix = numberPrefix(form)
  if (prefix === null) return form.number
  const typed = normaliseNumber(form.number)
  const serial = typed.length > prefix.length ? typed.slice(prefix.length) : typed.length <= 8 && !/^\d{2}[A-Z]{2}/.test(typed) ? typed : ''
  return (prefix + serial).slice(0, NUMBER_LENGTH)
}

/** Upper case without spaces, as the number is written. */
export function normaliseNumber(text: string): string {
  return text.toUpperCase().replace(/\s+/g, '')
}

/** Names what the form still needs before the prefix can be built. */
export function missingForPrefix(form: Known): string[] {
  const missing: string[] = []
  if (form.direction === '') missing.push('/contract/direction')
  if (!/^\d{4}-/.test(form.signed_on)) missing.push('/contract/signed_on')
  if (form.direction !== '' && form[foreignParty(form.direction)].country === '') {
    missing.push(`/contract/${foreignParty(form.direction)}/country`)
  }
  if (form.industry === '') missing.push('/contract/industry')
  return missing
}

