// Applications that a test only needs to be there: drafted, filed, recommended and registered by program.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type APIRequestContext } from '@playwright/test'
import { account, type Account } from './portal.ts'
import { day, paper, tokenOf } from './support.ts'

export interface Whose {
  company: Account
  /** Which of the given cases its contract is taken from: one of that company. */
  from: number
}

export interface Answered {
  id: string
  contract_id: string | null
  certificate_number: string | null
}

/** What that person asks for by program. */
export async function send(request: APIRequestContext, who: Account, path: string, data: unknown): Promise<Answered> {
  const headers = { ...(await tokenOf(request, who)), 'Idempotency-Key': randomUUID() }
  const answer = await request.post(`/api/v1${path}`, { headers, data })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as Answered
}

/** What that person reads by program. */
export async function read<Answer>(request: APIRequestContext, who: Account, path: string): Promise<Answer> {
  const answer = await request.get(`/api/v1${path}`, { headers: await tokenOf(request, who) })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as Answer
}

/** A draft that passes every check, with its papers; `serial` are the last six characters of the contract's number. */
export async function drafted(request: APIRequestContext, name: string, serial: number, whose?: Whose): Promise<string> {
  const { company, from } = whose ?? { company: account('company'), from: 0 }
  const cases = JSON.parse(await readFile(join(import.meta.dirname, '../cases/filings.json'), 'utf8')) as { cases: { contract: Record<string, unknown> }[] }
  const contract = structuredClone(cases.cases[from]?.contract ?? {})
  const signed = day(-20)
  const number = `${signed.slice(2, 4)}${String(contract['number']).slice(2, 11)}${String(serial)}`
  Object.assign(contract, { name, number, signed_on: signed, effective_on: signed, valid_until: day(1500) })
  const { royalty } = contract['payment'] as { royalty?: Record<string, unknown> }
  if (royalty) royalty['first_base_formed_on'] = day(-10)
  const { id } = await send(request, company, '/filings', { kind: 'registration', contract })
  const { documents } = await read<{ documents: { kind: string; required: boolean }[] }>(request, company, `/filings/${id}/findings`)
  const headers = await tokenOf(request, company)
  for (const { kind } of documents.filter((one) => one.required)) {
    const answer = await request.post(`/api/v1/filings/${id}/attachments`, {
      headers: { ...headers, 'Idempotency-Key': randomUUID() },
      multipart: { kind, file: paper(kind) },
    })
    expect(answer.ok(), await answer.text()).toBe(true)
  }
  return id
}

/** The same, submitted. */
export async function filed(request: APIRequestContext, name: string, serial: number, whose?: Whose): Promise<string> {
  const id = await drafted(request, name, serial, whose)
  await send(request, whose?.company ?? account('company'), `/filings/${id}/submit`, { reasons: {}, declaration: true })
  return id
}

/** Recommended for registration by the first reviewer. */
export async function recommended(request: APIRequestContext, id: string): Promise<void> {
  await send(request, account('reviewer'), `/filings/${id}/claim`, {})
  await send(request, account('reviewer'), `/filings/${id}/recommend`, { outcome: 'register', opinion: '材料齐全，内容一致。' })
}

/** Registered by the first approver. */
export async function registered(request: APIRequestContext, id: string): Promise<Answered> {
  await recommended(request, id)
  return send(request, account('approver'), `/filings/${id}/decide`, { outcome: 'register', opinion: '同意。' })
}
