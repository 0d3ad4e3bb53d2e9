import { describe, expect, it } from 'vitest'
import { readEntry } from './credential'

const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJKUy0yMDI2In0.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWc'

describe('what was entered to verify', () => {
  it.each([
    [jwt, { kind: 'credential', credential: jwt }],
    [`  https://portal.example/verify/JS-1#${jwt} `, { kind: 'credential', credential: jwt }],
    [`#${jwt}`, { kind: 'credential', credential: jwt }],
    ['https://portal.example/verify/JS-1', { kind: 'number', number: 'JS-1' }],
    [' SZ 2026 000001 ', { kind: 'number', number: 'SZ2026000001' }],
    ['/verify/%E0%A4%A', { kind: 'number', number: '%E0%A4%A' }],
    ['   ', { kind: 'empty' }],
  ])('%s', (text, entry) => {
    expect(readEntry(text)).toEqual(entry)
  })
})
