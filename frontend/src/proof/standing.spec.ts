// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest'
import { Fault, settled } from './fault'
import { type PublicKey, readKeys } from './keys'
import { CLAIMS, ISSUER, Signer } from './signed.fixture'
import { readStatusList, standingOf } from './standing'

let signer: Signer
let journal: Signer
let keys: PublicKey[]

beforeAll(async () => {
  signer = await Signer.make()
  journal = await Signer.make()
  keys = await readKeys({ keys: [signer.jwk('credential'), journal.jwk('journal')] })
})

const read = (token: string, number = 0) => readStatusList(token, number, keys, ISSUER)
async function kindOf(token: string, number = 0): Promise<string> {
  const answer = await settled(() => read(token, number))
  return answer instanceof Fault ? answer.kind : 'holds'
}
const before = CLAIMS.exp - 1
const after = CLAIMS.exp + 1
const at = (place: number, list = 0) => ({ exp: CLAIMS.exp, status: { list, place } })

describe('the standing of a certificate', () => {
  it('is what the list says, at even and odd places', async () => {
    const list = await read(await signer.statusList({ 0: 0, 1: 1, 2: 2, 3: 3, 4: 12, 5: 13, 6: 9, 131_071: 1 }))
    const found = [0, 1, 2, 3, 4, 5, 6, 131_071].map((place) => standingOf(at(place), list, before))
    expect(found).toEqual(['valid', 'revoked', 'suspended', 'superseded', 'terminated', 'reissued', 'unknown', 'revoked'])
  })

  it('ends with its term, unless it ended otherwise before', async () => {
    const list = await read(await signer.statusList({ 0: 0, 1: 1, 2: 2, 3: 3, 4: 12, 5: 13 }))
    const found = [0, 1, 2, 3, 4, 5].map((place) => standingOf(at(place), list, after))
    expect(found).toEqual(['expired', 'revoked', 'expired', 'superseded', 'terminated', 'reissued'])
    expect(standingOf(at(0), null, after)).toBe('expired')
    expect(standingOf(at(0), list, CLAIMS.exp)).toBe('valid')
  })

  it('is not known without its own list, or beyond the end of it', async () => {
    const list = await read(await signer.statusList({}, {}, 16))
    expect(standingOf(at(0), null, before)).toBe('unknown')
    expect(standingOf(at(0, 1), list, before)).toBe('unknown')
    expect(standingOf(at(40), list, before)).toBe('unknown')
  })

  it('is not mended by a clock that was set back', async () => {
    const list = await read(await signer.statusList({}, { iat: after }))
    expect(standingOf(at(0), list, before)).toBe('expired')
  })
})

describe('a status list', () => {
  it('says for which moment it holds', async () => {
    expect(await read(await signer.statusList({}))).toMatchObject({ number: 0, asOf: 1_800_000_000, expires: 1_800_086_400 })
  })

  it('is refused when it is not the one that was asked for, or not signed for this', async () => {
    expect(await kindOf(await signer.statusList({}), 1)).toBe('no_list')
    expect(await kindOf(await journal.statusList({}))).toBe('wrong_purpose')
    expect(await kindOf(await (await Signer.make()).statusList({}))).toBe('unknown_key')
    expect(await kindOf(await signer.certificate())).toBe('wrong_type')
    expect(await kindOf(await signer.statusList({}, { status_list: { bits: 1, lst: 'AA' } }))).toBe('no_list')
    expect(await kindOf(await signer.statusList({}, { status_list: { bits: 4, lst: '***' } }))).toBe('no_list')
    expect(await kindOf(await signer.statusList({}, {}, 70_000))).toBe('no_list')
  })

  it('that was cut off anywhere says so', async () => {
    const whole = await signer.statusList({ 3: 1 })
    for (let length = 60; length < whole.length; length += 1) expect(await kindOf(whole.slice(0, length))).toBe('truncated')
  })
})
