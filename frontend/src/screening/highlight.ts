/** Cuts a passage into what agrees with the catalogue and what does not. Places are Unicode code points of the whole field. */

export interface Segment {
  text: string
  marked: boolean
}

export function segments(passage: string, start: number, matches: readonly (readonly [number, number])[]): Segment[] {
  const characters = Array.from(passage)
  const cut: Segment[] = []
  let at = 0
  const add = (to: number, marked: boolean) => {
    if (to > at) cut.push({ text: characters.slice(at, to).join(''), marked })
    at = Math.max(at, to)
  }
  for (const [from, to] of matches) {
    add(Math.min(from - start, characters.length), false)
    add(Math.min(to - start, characters.length), true)
  }
  add(characters.length, false)
  return cut
}
