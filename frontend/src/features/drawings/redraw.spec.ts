import { describe, expect, it } from 'vitest'
import type { DrawingView } from '@/api/types'
import { agrees, draw, sha256 } from './redraw'

const seed = 'c3973f4e8bd22fa33f7356c2e4be0e6732f7c627471bc9a9405bccd7cff9367c'
const population = Array.from({ length: 20 }, (_, number) => `filing-${String(number).padStart(2, '0')}`)

// The same vector as in the service's own test, made with the Python of its documentation.
describe('drawing again', () => {
  it('draws what the server drew', async () => {
    expect(await draw(seed, 'filings', population, 4)).toEqual(['filing-11', 'filing-15', 'filing-17', 'filing-01'])
  })
  it('knows what was drawn by the digests of ids', async () => {
    const names = await Promise.all(population.map(sha256))
    expect(names[0]).toBe('b864fc37d2ebf96ef0f0fbae29bea75affb928832f035b51b6d4bdc4a35d8ea3')
    const drawn = await draw(seed, 'filings', names, 4)
    const inspectors = ['inspector-a', 'inspector-b', 'inspector-c']
    const inspections = await Promise.all(
      drawn.map(async (name) => ({
        filing_id: population[names.indexOf(name)],
        excluded: [],
        inspectors: await draw(seed, `inspectors ${name}`, inspectors, 1),
      })),
    )
    const drawing = {
      root_hash: '07'.repeat(32), draw_on: '2026-11-24', drawn_on: '2026-11-26', seed, filings: 4, inspectors: 1, pool: inspectors,
      population_digest: await sha256([...names].sort().join('\n')), inspections,
    } as unknown as DrawingView
    expect(await agrees(drawing, names)).toBe(true)
    expect(await agrees({ ...drawing, inspections: drawing.inspections.toReversed() }, names)).toBe(false)
  })
  it('notices a population that was changed afterwards', async () => {
    const drawing = {
      root_hash: '07'.repeat(32), draw_on: '2026-11-24', drawn_on: '2026-11-26', seed, filings: 4, inspectors: 1, pool: [],
      population_digest: '57e8b04e28aead19597d01e2c503f668719ea4697be77a46e35d37fc88f3445a',
      inspections: (await draw(seed, 'filings', population, 4)).map((id) => ({ filing_id: id, excluded: [], inspectors: [] })),
    } as unknown as DrawingView
    expect(await agrees(drawing, population)).toBe(true)
    expect(await agrees(drawing, population.slice(1))).toBe(false)
    expect(await agrees({ ...drawing, draw_on: '2026-11-25' }, population)).toBe(false)
    // When somebody pressed the button decides nothing.
    expect(await agrees({ ...drawing, drawn_on: '2026-12-31' }, population)).toBe(true)
  })
})
