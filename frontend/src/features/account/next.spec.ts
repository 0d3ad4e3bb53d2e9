import { describe, expect, it } from 'vitest'
import { safeNext } from './next'
import { passwordState } from './password'

describe('where to go after signing in', () => {
  it.each([
    ['/filings/1?x=2', '/filings/1?x=2'],
    ['//evil.example', '/filings'],
    ['https://evil.example', '/filings'],
    ['/\\evil.example', '/filings'],
    [undefined, '/filings'],
  ])('%s → %s', (next, path) => {
    expect(safeNext(next, '/filings')).toBe(path)
  })
})

describe('password rule', () => {
  it.each([
    ['', 'empty'],
    ['十四个字符的口令还差一点', 'short'],
    ['a'.repeat(129), 'long'],
    ['correct horse battery', 'good'],
  ])('%s → %s', (password, state) => {
    expect(passwordState(password, 'li@example.cn')).toBe(state)
  })
  it('refuses one that contains the name before the @', () => {
    expect(passwordState('zhangsan-zhangsan-1', 'zhangsan@example.cn')).toBe('personal')
  })
})
