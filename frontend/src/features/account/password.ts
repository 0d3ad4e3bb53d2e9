// The password rule, for advice while typing; the server has the last word (and a list of common passwords).

export const SHORTEST = 15
export const LONGEST = 128

export type PasswordState = 'empty' | 'short' | 'long' | 'personal' | 'good'

export function passwordState(password: string, email: string): PasswordState {
  const length = Array.from(password).length
  if (length === 0) return 'empty'
  if (length < SHORTEST) return 'short'
  if (length > LONGEST) return 'long'
  const name = email.split('@')[0]?.toLowerCase() ?? ''
  // Two or three letters turn up in any text.
  return name.length >= 4 && password.toLowerCase().includes(name) ? 'personal' : 'good'
}
