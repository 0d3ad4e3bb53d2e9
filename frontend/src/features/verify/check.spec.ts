// @vitest-environment node
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { configureClient } from '@/api/client'
import { ApiProblem } from '@/api/problem'
import { Fault, readText, settled } from '@/proof'
import { CLAIMS, ISSUER, Signer } from '@/proof/signed.fixture'
import { check } from './check'

const KEYS = '/.well-known/jwks.json'
const METADATA = '/.well-known/oauth-authorization-server'
const LIST = '/api/v1/certificates/status-list?list=0'
const ANSWER = {
  number: CLAIMS.sub, status: 'valid', valid: true, as_of: '2027-01-16T01:00:00Z', holder: CLAIMS.holder, counterparty_country: CLAIMS.country,
  direction: CLAIMS.direction, valid_until: CLAIMS.valid_until, version: CLAIMS.version,
}
const NOW = new Date('2027-01-16T00:00:00Z')
const AN_HOUR_AGO = NOW.getTime() / 1000 - 3600

let signer: Signer
let journal: Signer
/** What the portal answers at an address: text, an object, or a status. An address that is missing gets no answer at all. */
let portal: Record<string, string | object | number>
const asked: string[] = []

function answerOf(address: string): Response {
  const answer = portal[address]
  if (answer === undefined) throw new TypeError('Failed to fetch')
  if (typeof answer === 'number') return Response.json({ code: 'refused' }, { status: answer })
  return typeof answer === 'string' ? new Response(answer) : Response.json(answer)
}

beforeAll(async () => {
  signer = await Signer.make()
  journal = await Signer.make()
  configureClient({ pause: () => Promise.resolve() })
})
beforeEach(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => kept.set(key, text) })
  vi.stubGlobal('fetch', (address: string) => {
    asked.push(address)
    return Promise.resolve().then(() => answerOf(address))
  })
  portal = {
    [KEYS]: { keys: [signer.jwk('credential'), journal.jwk('journal')] },
    [METADATA]: { issuer: ISSUER },
    [LIST]: await signer.statusList({}, { iat: AN_HOUR_AGO, exp: AN_HOUR_AGO + 86_400 }),
    '/api/v1/verify': ANSWER,
  }
  asked.length = 0
})

const run = (text: string) => settled(() => check(readText(text), new AbortController().signal))
const cut = () => {
  portal = {}
}

describe('a credential', () => {
  it('is checked by signature and by the register', async () => {
    expect(await run(await signer.compact())).toMatchObject({
      kind: 'certificate', standing: 'valid', source: 'register', asOf: ANSWER.as_of, doubt: null, trust: { connected: true },
    })
  })

  it('gets the fresher word of the register', async () => {
    portal['/api/v1/verify'] = { ...ANSWER, status: 'suspended', valid: false }
    expect(await run(await signer.certificate())).toMatchObject({ standing: 'suspended', source: 'register', doubt: null })
  })

  it('is checked without a connection as of the list that was kept', async () => {
    await run(await signer.compact())
    cut()
    expect(await run(await signer.compact())).toMatchObject({
      standing: 'valid', source: 'list', asOf: new Date(AN_HOUR_AGO * 1000).toISOString(), stale: false, trust: { connected: false, at: NOW.toISOString() },
    })
    vi.setSystemTime(new Date('2027-01-20T00:00:00Z'))
    expect(await run(await signer.compact())).toMatchObject({ standing: 'valid', stale: true })
    expect(asked.filter((address) => address === '/api/v1/verify')).toHaveLength(1)
  })

  it('is genuine, and its standing unknown, where no list was kept', async () => {
    portal[LIST] = 404
    portal['/api/v1/verify'] = 503
    expect(await run(await signer.compact())).toMatchObject({ standing: 'unknown', source: 'nothing', asOf: null })
  })

  it('is not made valid again by an older list', async () => {
    portal[LIST] = await signer.statusList({ 7: 1 }, { iat: AN_HOUR_AGO + 60 })
    portal['/api/v1/verify'] = 429
    expect(await run(await signer.compact())).toMatchObject({ standing: 'revoked', source: 'list' })
    portal[LIST] = await signer.statusList({}, { iat: AN_HOUR_AGO })
    expect(await run(await signer.compact())).toMatchObject({ standing: 'revoked' })
  })

  it('takes no list that others signed', async () => {
    portal[LIST] = await (await Signer.make()).statusList({}, { iat: AN_HOUR_AGO })
    portal['/api/v1/verify'] = 429
    expect(await run(await signer.compact())).toMatchObject({ standing: 'unknown' })
  })

  it('that the register does not know, or knows otherwise, is in doubt', async () => {
    for (const status of [400, 404, 422]) {
      portal['/api/v1/verify'] = status
      expect(await run(await signer.compact())).toMatchObject({ doubt: 'refused' })
    }
    for (const other of [{ holder: '另一家公司' }, { number: 'SZI26-OTHER' }, { version: 2 }, { valid_until: '2031-12-31' }, { counterparty_country: 'DE' }]) {
      portal['/api/v1/verify'] = { ...ANSWER, ...other }
      expect(await run(await signer.compact())).toMatchObject({ doubt: 'differs' })
    }
  })

  it('of a QR code has the beginning of a long name, which the register knows whole', async () => {
    const holder = '苏州示例电机电器制造有限公司'
    portal['/api/v1/verify'] = { ...ANSWER, holder }
    expect(await run(await signer.compact({ holder: '苏州示例电机…' }))).toMatchObject({ doubt: null, source: 'register' })
    for (const other of ['苏州另一家…', '苏州示例电机']) {
      expect(await run(await signer.compact({ holder: other }))).toMatchObject({ doubt: 'differs' })
    }
  })

  it('of another certificate than the link says is found out', async () => {
    const found = await run(`${ISSUER}/verify/SZI26-OTHER#${await signer.compact()}`)
    expect(found).toMatchObject({ kind: 'other_certificate', details: { printed: 'SZI26-OTHER', number: CLAIMS.sub } })
    expect(asked).not.toContain('/api/v1/verify')
  })

  it('cannot be judged where keys were never had', async () => {
    cut()
    expect(await run(await signer.compact())).toMatchObject({ kind: 'no_keys' })
    portal = { [KEYS]: '<html>sign in to the network</html>', [METADATA]: '<html>' }
    expect(await run(await signer.compact())).toMatchObject({ kind: 'no_keys' })
  })

  it('that was altered is refused without asking anybody', async () => {
    const found = await run(`${(await signer.compact()).slice(0, -20)}${'A'.repeat(20)}`)
    expect(found).toBeInstanceOf(Fault)
    expect(asked).not.toContain('/api/v1/verify')
  })
})

describe('a number', () => {
  it('gets the public answer of the register', async () => {
    portal[`/api/v1/verify/${CLAIMS.sub}`] = ANSWER
    expect(await run(CLAIMS.sub)).toEqual({ kind: 'register', answer: ANSWER, signed: false })
  })

  it('may be none, and needs a connection', async () => {
    portal['/api/v1/verify/X'] = 404
    expect(await run('X')).toEqual({ kind: 'not_found', number: 'X' })
    cut()
    await expect(run('X')).rejects.toBeInstanceOf(ApiProblem)
  })
})

describe('a receipt', () => {
  it('is proven, with a connection or without', async () => {
    const receipt = JSON.stringify(await journal.receipt())
    expect(await run(receipt)).toMatchObject({ kind: 'receipt', receipt: { entry: 2, digest: CLAIMS.data_sheet }, trust: { connected: true } })
    cut()
    expect(await run(receipt)).toMatchObject({ kind: 'receipt', trust: { connected: false } })
  })
})

describe('a browser that cannot hash', () => {
  it('leaves the signature to the register', async () => {
    const { getRandomValues } = crypto
    vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
    const credential = 'eyJhbGciOiJFZERTQSJ9.e30.AAAA'
    expect(await run(credential)).toEqual({ kind: 'register', answer: ANSWER, signed: true })
    portal['/api/v1/verify'] = 422
    expect(await run(credential)).toMatchObject({ kind: 'altered' })
    expect(await run('{}')).toMatchObject({ kind: 'insecure' })
    vi.unstubAllGlobals()
  })
})
