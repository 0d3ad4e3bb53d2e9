// GB 32100-2015: the unified social credit code and its check character, for advice while typing.

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

export type CreditCodeState =
  | { kind: 'empty' }
  | { kind: 'short'; length: number }
  | { kind: 'format' }
  | { kind: 'check'; expected: string }
  | { kind: 'good' }

/** Says how good the typed code is. A wrong check character is advice only: the law office's register decides. */
export function creditCodeState(text: string): CreditCodeState {
  const code = text.trim().toUpperCase()
  if (code === '') return { kind: 'empty' }
  const values = Array.from(code, (character) => ALPHABET.indexOf(character))
  if (values.includes(-1) || code.length > 18) return { kind: 'format' }
  if (code.length < 18) return { kind: 'short', length: code.length }
  if (!/^[1-9A-HJ-NPQRTUWXY]{2}\d{6}/.test(code)) return { kind: 'format' }
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * (values[index] ?? 0), 0)
  const expected = ALPHABET.charAt((31 - (sum % 31)) % 31)
  return code.endsWith(expected) ? { kind: 'good' } : { kind: 'check', expected }
}
