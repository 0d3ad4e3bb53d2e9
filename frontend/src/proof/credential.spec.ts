// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest'
import { readCredential } from './credential'
import { Fault, settled } from './fault'
import { type PublicKey, readKeys } from './keys'
import { CLAIMS, HASH, IDX, ISSUER, pack, Signer } from './signed.fixture'

/** Hundreds of signatures, on a machine that may have other work. */
const EVERY_LENGTH = { timeout: 60_000 }
let signer: Signer
let journal: Signer
let keys: PublicKey[]

beforeAll(async () => {
  signer = await Signer.make()
  journal = await Signer.make()
  keys = await readKeys({ keys: [signer.jwk('credential'), journal.jwk('journal')] })
})

const read = (credential: string) => settled(() => readCredential(credential, keys, ISSUER))
async function kindOf(credential: string): Promise<string> {
  const answer = await read(credential)
  return answer instanceof Fault ? answer.kind : 'holds'
}

describe('keys', () => {
  it('that are not named by their thumbprint, or of another kind, are left out', async () => {
    const fine = signer.jwk('credential')
    expect(await readKeys({ keys: [fine, { ...fine, kid: 'x' }, { ...fine, kty: 'EC' }, { ...fine, x: 'AA' }, null, 'key'] })).toHaveLength(1)
    for (const broken of [null, 'keys', {}, { keys: 3 }]) expect(await readKeys(broken)).toEqual([])
  })
})

describe.each(['jwt', 'compact'] as const)('a credential as %s', (form) => {
  const make = (by = signer, changes: object = {}) => (form === 'jwt' ? by.certificate(changes) : by.compact(changes))

  it('says what was signed', async () => {
    expect(await read(await make())).toEqual({ form, kid: signer.kid, claims: { ...CLAIMS, status: { list: 0, place: IDX } } })
  })

  it('names the fault that it has', async () => {
    expect(await kindOf(await make(await Signer.make()))).toBe('unknown_key')
    expect(await kindOf(await make(journal))).toBe('wrong_purpose')
    const other = await read(await make(signer, { iss: 'https://other.example' }))
    expect(other).toMatchObject({ kind: 'other_issuer', details: { issuer: 'https://other.example' } })
  })

  it('that was cut off anywhere says so, or that it is none', EVERY_LENGTH, async () => {
    const whole = await make()
    for (let length = 0; length < whole.length; length += 1) {
      const kind = await kindOf(whole.slice(0, length))
      expect(['truncated', 'unreadable'], `${length} of ${whole.length}`).toContain(kind)
      if (length > 60) expect(kind, `${length} of ${whole.length}`).toBe('truncated')
    }
  })

  it('in which any character was exchanged does not hold', EVERY_LENGTH, async () => {
    const whole = await make()
    for (let at = 0; at < whole.length; at += 1) {
      const exchanged = `${whole.slice(0, at)}${whole.charAt(at) === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`
      expect(await kindOf(exchanged), `character ${at}`).not.toBe('holds')
    }
  })

  it('with more behind its end does not hold', async () => {
    for (const more of ['A', 'AA', 'AAAAAAAA']) expect(await kindOf((await make()) + more)).not.toBe('holds')
  })
})

describe('a JWT', () => {
  it('of another type is none of ours', async () => {
    expect(await kindOf(await signer.jwt(CLAIMS, { typ: 'JWT' }))).toBe('wrong_type')
    expect(await kindOf(await signer.jwt(CLAIMS, { alg: 'none' }))).toBe('wrong_type')
    expect(await kindOf(await signer.jwt(CLAIMS, { crit: ['b64'] }))).toBe('wrong_type')
    expect(await kindOf(await signer.statusList({}))).toBe('wrong_type')
  })

  it('whose words were exchanged is altered', async () => {
    const [header = '', , signature = ''] = (await signer.certificate()).split('.')
    expect(await kindOf(`${header}.${pack({ ...CLAIMS, total: '9.00' })}.${signature}`)).toBe('altered')
    expect(await kindOf(`${header}.e30x.${signature}`)).toBe('altered')
  })

  it('that lacks a claim is not readable', async () => {
    for (const name of ['sub', 'exp', 'holder', 'leaf', 'status']) expect(await kindOf(await signer.certificate({ [name]: null }))).toBe('unreadable')
    expect(await kindOf(await signer.certificate({ status: { status_list: { idx: 1, uri: 'https://other.example/list' } } }))).toBe('unreadable')
  })

  it.each(['', 'x', 'eyJ', '....', 'eyJ.eyJ.', '{"a":1}'])('is not “%s”', async (text) => {
    expect(await read(text)).toBeInstanceOf(Fault)
  })
})

describe('a compact credential', () => {
  it('tells the last day of validity as China counts, and the list of its status', async () => {
    const answer = await read(await signer.compact({ exp: 1_924_963_200, idx: 131_072 + 9 }))
    expect(answer).toMatchObject({ claims: { valid_until: '2031-01-01', status: { list: 1, place: 9 }, data_sheet: HASH } })
  })

  it('of another type is none of ours', async () => {
    expect(await kindOf(await signer.compact({ type: 'cwt' }))).toBe('wrong_type')
    expect(await kindOf(await signer.cose(new Map(), new Map()))).toBe('wrong_type')
  })

  it('whose payload is another is not readable', async () => {
    const header = new Map<number, unknown>([[1, -8], [4, Uint8Array.from(atob(signer.kid.replace(/-/g, '+').replace(/_/g, '/')).slice(0, 8), (one) => one.charCodeAt(0))], [16, 'tcc+cwt']])
    expect(await kindOf(await signer.cose(new Map<number, unknown>([[1, ISSUER]]), header))).toBe('unreadable')
  })
})
