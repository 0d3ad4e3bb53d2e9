/** The page to go on to after signing in: only an address of this site, never one that leads away. */
export function safeNext(next: unknown, otherwise: string): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return otherwise
  return next
}
