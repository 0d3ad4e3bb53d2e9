// @vitest-environment node
import { expect, it } from 'vitest'
import { isCut, isWrittenAs } from './names'

it.each([
  ['苏州示例有限公司', '苏州示例有限公司', true],
  ['苏州示例有限公司', '苏州示例…', true],
  ['苏州示例有限公司', '苏州示例', false],
  ['苏州示例有限公司', '苏州另一…', false],
  ['苏州', '苏州示例…', false],
  ['苏州…', '苏州…', true],
])('%s is written as %s: %s', (name, written, expected) => {
  expect(isWrittenAs(name, written)).toBe(expected)
})

it('a name that was cut says so', () => {
  expect([isCut('苏州示例…'), isCut('苏州示例')]).toEqual([true, false])
})
