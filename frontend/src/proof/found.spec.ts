// @vitest-environment node
import { beforeAll, describe, expect, it } from 'vitest'
import { Fault, settled } from './fault'
import { type Found, isCredential, readCode, readFile, readText } from './found'
import { CLAIMS, pdf, Signer } from './signed.fixture'

/** Hundreds of signatures, on a machine that may have other work. */
const EVERY_LENGTH = { timeout: 60_000 }
let signer: Signer
let jwt: string
let compact: string

beforeAll(async () => {
  signer = await Signer.make()
  jwt = await signer.certificate()
  compact = await signer.compact()
})

const number = CLAIMS.sub
const title = `技术进口合同登记证 ${number}`
const bytesOf = (text: string) => new TextEncoder().encode(text)
async function kindOf(work: () => Found | Promise<Found>): Promise<string> {
  const answer = await settled(work)
  return answer instanceof Fault ? answer.kind : `a ${answer.kind}`
}

describe('what was typed, pasted or scanned', () => {
  it('is a number', () => {
    expect(readText(` ${number} `)).toEqual({ kind: 'number', number })
    expect(readText('SZI26 -7K3M -9QXT-4')).toEqual({ kind: 'number', number })
    expect(readText(`https://portal.example/verify/${number}`)).toEqual({ kind: 'number', number })
    expect(readText(`https://portal.example/verify/${number}#main`)).toEqual({ kind: 'number', number })
    expect(readText('/verify/%E0%A4%A')).toEqual({ kind: 'number', number: '%E0%A4%A' })
  })

  it('is a credential in either form, with the number beside it', () => {
    for (const credential of [jwt, compact]) {
      expect(readText(credential)).toEqual({ kind: 'credential', credential, printed: null })
      expect(readText(`#${credential}`)).toEqual({ kind: 'credential', credential, printed: null })
      expect(readText(`https://portal.example/verify/${number}#${credential}\n`)).toEqual({ kind: 'credential', credential, printed: number })
    }
  })

  it('is a credential also where a mail program broke the line, or words stand around a JWT', () => {
    expect(readText(`${compact.slice(0, 70)}\n${compact.slice(70)}`)).toMatchObject({ credential: compact })
    expect(readText(`${jwt.slice(0, 70)}\n${jwt.slice(70)}`)).toMatchObject({ credential: jwt })
    expect(readText(`凭证：${jwt} 请核验`)).toMatchObject({ credential: jwt })
  })

  it('is a receipt', async () => {
    expect(readText(JSON.stringify(await signer.receipt()))).toMatchObject({ kind: 'receipt', receipt: { filing_id: expect.any(String) } })
    expect(await kindOf(() => readText('{"filing_id":'))).toBe('not_a_receipt')
  })

  it('is told from a place on the page', () => {
    for (const fragment of ['', 'main', 'verify-entry']) expect(isCredential(fragment)).toBe(false)
    for (const fragment of [jwt, compact, compact.slice(0, 3), 'Main']) expect(isCredential(fragment)).toBe(true)
  })

  it('is nothing', async () => {
    expect(await kindOf(() => readText(' \n'))).toBe('empty')
  })

  it('cut off anywhere is something or has a fault, and never fails otherwise', EVERY_LENGTH, async () => {
    for (const whole of [jwt, compact, `https://portal.example/verify/${number}#${compact}`, JSON.stringify(await signer.receipt())]) {
      for (let length = 0; length < whole.length; length += 1) expect(await kindOf(() => readText(whole.slice(0, length)))).not.toBe('')
    }
  })

  it('a code that leads elsewhere is not a number', async () => {
    expect(await kindOf(() => readCode('https://example.com/pay?id=1'))).toBe('foreign_code')
    expect(await kindOf(() => readCode(`https://portal.example/verify/${number}#${compact}`))).toBe('a credential')
    expect(await kindOf(() => readCode(number))).toBe('a number')
  })
})

describe('a file', () => {
  it.each([true, false])('certificate as PDF (packed: %s) gives its credential and the number of its title', async (packed) => {
    expect(await readFile(await pdf(title, [jwt], { packed }))).toEqual({ kind: 'credential', credential: jwt, printed: number })
  })

  it('receipt as PDF or JSON gives the receipt', async () => {
    const receipt = await signer.receipt()
    expect(await readFile(await pdf('受理回执', [JSON.stringify(receipt)]))).toEqual({ kind: 'receipt', receipt })
    expect(await readFile(bytesOf(JSON.stringify(receipt)))).toEqual({ kind: 'receipt', receipt })
  })

  it('with two credentials is not guessed at; the same twice is one', async () => {
    expect(await kindOf(async () => readFile(await pdf(title, [jwt, await signer.certificate({ sub: 'another' })])))).toBe('several_credentials')
    expect(await readFile(await pdf(title, [jwt, jwt]))).toMatchObject({ credential: jwt })
  })

  it('says what it is where it proves nothing', async () => {
    expect(await kindOf(async () => readFile(await pdf('发票', [])))).toBe('nothing_in_pdf')
    expect(await kindOf(async () => readFile(await pdf('合同数据表', ['{"name":"合同"}'])))).toBe('only_data_sheet')
    expect(await kindOf(async () => readFile(await pdf('扫描件', [jwt])))).toBe('title_without_number')
    expect(await kindOf(async () => readFile(await pdf(title, [jwt], { changes: 'trailer << /Encrypt 9 0 R >>\n' })))).toBe('locked_pdf')
    expect(await kindOf(() => readFile(Uint8Array.of(0xff, 0xd8, 0xff)))).toBe('unknown_file')
    expect(await kindOf(() => readFile(bytesOf('亲爱的用户，您好。')))).toBe('unknown_file')
    expect(await kindOf(() => readFile(new Uint8Array(0)))).toBe('empty')
    expect(await kindOf(() => readFile(new Uint8Array(21 * 1024 * 1024)))).toBe('too_large')
  })

  it('a PDF cut off anywhere gives something or a fault, and never fails otherwise', EVERY_LENGTH, async () => {
    const whole = await pdf(title, [jwt])
    for (let length = 0; length < whole.length; length += 1) expect(await kindOf(() => readFile(whole.slice(0, length)))).not.toBe('')
  })

  it('a stream that grows without end is not followed', async () => {
    expect(await kindOf(async () => readFile(await pdf(title, ['eyJ'.padEnd(5 * 1024 * 1024, 'A')])))).toBe('nothing_in_pdf')
  })
})
