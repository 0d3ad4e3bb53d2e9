import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { createActionKeys, type ActionRequest } from './caseAction'

function numbered() {
  let made = 0
  return createActionKeys(() => ({ key: `key-${(made += 1)}`, renew: () => undefined }))
}

const recommend = (opinion: string): ActionRequest => ({
  filingId: 'f1',
  action: 'recommend',
  body: { outcome: 'register', opinion },
})

describe('action keys', () => {
  it.each([new ApiProblem(0), new ApiProblem(503), new ApiProblem(409, { code: 'idempotency_in_flight' }), new SyntaxError('cut off')])('repeat while the outcome is unknown (%s)', (error) => {
    const keys = numbered()
    const key = keys.keyFor(recommend('齐全'))
    keys.settled(recommend('齐全'), error)
    expect(keys.keyFor(recommend('齐全'))).toBe(key)
  })

  it.each([null, new ApiProblem(409), new ApiProblem(422)])('are new after an answer (%s)', (error) => {
    const keys = numbered()
    const key = keys.keyFor(recommend('齐全'))
    keys.settled(recommend('齐全'), error)
    expect(keys.keyFor(recommend('齐全'))).not.toBe(key)
  })

  it('are new when the content is another', () => {
    const keys = numbered()
    expect(keys.keyFor(recommend('齐全'))).not.toBe(keys.keyFor(recommend('已核对')))
  })
})
