import { expect, it } from 'vitest'
import { share } from './share'

it('a share has one decimal, and nothing of nothing is nothing', () => {
  expect(share(1, 3)).toBe(33.3)
  expect(share(0, 0)).toBe(0)
})
