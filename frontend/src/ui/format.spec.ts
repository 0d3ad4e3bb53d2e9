import { describe, expect, it } from 'vitest'
import { shortDesk } from './format'

describe('shortDesk', () => {
  it('is what tells the desk from its neighbours', () => {
    expect(shortDesk('江苏国际知识产权运营交易中心（市级受理席位）')).toBe('市级受理席位')
    expect(shortDesk('IP operations centre (security desk)')).toBe('security desk')
  })
  it('is the whole name where nothing stands in brackets', () => {
    expect(shortDesk('City desk')).toBe('City desk')
  })
})
