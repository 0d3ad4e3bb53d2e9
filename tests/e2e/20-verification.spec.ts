// What a detector found on its way: the desk asks the company, the company answers, the desk reports it, and research sees what came of it.
import { expect, type APIRequestContext } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { address, test } from './portal.ts'
import { bearerOf, day, DESK, expectAccessible, expectNoSidewaysScroll, paper, Person, PHONE, register, settled } from './support.ts'

test.describe.configure({ mode: 'serial' })

const NAME = '核查演示合同'
const NUMBER = `${day(-20).slice(2, 4)}DEJSY39SZ820001`
const QUESTION = '所涉专利在合同生效前已经到期，请说明。'
const ANSWER = '到期日填报有误，正在核对。'
const OPINION = '逾期未更正，予以通报。'
/** The finding and its case, by their addresses. */
const road = { finding: '', case: '' }

test('a detector finds the contract, and research follows it to its case', async ({ browser, playwright }) => {
  test.setTimeout(240_000)
  const request = await playwright.request.newContext({ baseURL: address() })
  const filing = await filed(request)
  await request.dispose()
  await register(browser, filing)

  const researcher = await Person.inRole(browser, 'researcher')
  const { page } = researcher
  // The figures follow the journal; a reader that another process left behind gives up its place after a minute.
  await expect(async () => {
    await page.goto('/research/findings?detector=impossible_sequence&status=proposed')
    await page.getByRole('button', { name: '立即比对' }).click()
    await expect(page.getByRole('link', { name: NUMBER })).toBeVisible({ timeout: 8_000 })
  }).toPass({ timeout: 120_000 })
  await page.getByRole('link', { name: NUMBER }).click()
  await expect(page.getByText('请查看依据，决定是否向企业核实')).toBeVisible()
  await expect(page.getByText(/前，所涉专利已经到期/)).toBeVisible()
  road.finding = new URL(page.url()).pathname
  await page.getByRole('link', { name: '查看核查进展' }).click()
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible()
  await expect(page.getByRole('heading', { name: '系统发现的依据' })).toBeVisible()
  // Whether the company is asked is the desk's decision.
  await expect(page.getByRole('button', { name: '向企业发起核查' })).toHaveCount(0)
  await expectAccessible(page)
  road.case = new URL(page.url()).pathname
  await researcher.leaves()

  const company = await Person.inRole(browser, 'company', DESK, '/verification-cases')
  await expect(company.page.getByRole('heading', { level: 1, name: '数据核查' })).toBeVisible()
  await settled(company.page)
  await expect(company.page.getByRole('link', { name: NAME })).toHaveCount(0)
  await company.leaves()
})

test('a reviewer asks the company, who answers at a phone', async ({ browser }) => {
  const reviewer = await Person.inRole(browser, 'reviewer', DESK, road.case)
  const desk = reviewer.page
  await desk.getByLabel('向企业说明的问题，或不必核查的理由').fill(QUESTION)
  await expectAccessible(desk)
  await desk.getByRole('button', { name: '向企业发起核查' }).click()
  await expect(desk.getByText('等待企业答复；已有依据的也可以直接结案')).toBeVisible()
  // 通报 is for those who may decide.
  await expect(desk.getByRole('button', { name: '核实无误，结案' })).toBeVisible()
  await expect(desk.getByRole('button', { name: '予以通报' })).toHaveCount(0)
  await reviewer.leaves()

  const company = await Person.inRole(browser, 'company', PHONE, '/verification-cases')
  const { page } = company
  await page.getByRole('link', { name: NAME }).click()
  await expect(page.getByText('请核对并答复')).toBeVisible()
  await expect(page.getByText(QUESTION)).toBeVisible()
  // How it was found is the centre's own.
  await expect(page.getByRole('heading', { name: '系统发现的依据' })).toHaveCount(0)
  await page.getByLabel('您的答复').fill(ANSWER)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '提交答复' }).click()
  await expect(page.getByText('无需操作，等待中心核实')).toBeVisible()
  await company.leaves()
})

test('the approver reports it, and everybody concerned sees the outcome', async ({ browser }) => {
  const approver = await Person.inRole(browser, 'approver', DESK, road.case)
  const desk = approver.page
  await expect(desk.getByText('请核实企业的答复')).toBeVisible()
  await expect(desk.getByText(ANSWER)).toBeVisible()
  await desk.getByLabel('意见（企业可见）').fill(OPINION)
  await desk.getByRole('button', { name: '予以通报' }).click()
  await expect(desk.getByText('无需操作。已通报')).toBeVisible()
  await expect(desk.getByRole('button', { name: '核实无误，结案' })).toHaveCount(0)
  await expectAccessible(desk)
  await approver.leaves()

  const researcher = await Person.inRole(browser, 'researcher', DESK, road.finding)
  const { page } = researcher
  await expect(page.getByText('无需操作。已通报')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/research/findings?detector=impossible_sequence&status=reported')
  await expect(page.getByRole('row').filter({ hasText: NUMBER })).toContainText('已通报')
  await researcher.leaves()

  const company = await Person.inRole(browser, 'company', PHONE, road.case)
  await expect(company.page.getByText('无需操作。已通报')).toBeVisible()
  await expect(company.page.getByText(OPINION)).toBeVisible()
  await expectNoSidewaysScroll(company.page)
  await company.leaves()
})

/** An application for a contract whose patent had expired before it took effect, submitted. */
async function filed(request: APIRequestContext): Promise<string> {
  const cases = JSON.parse(await readFile(join(import.meta.dirname, '../cases/filings.json'), 'utf8')) as { cases: { contract: Record<string, unknown> }[] }
  const contract = structuredClone(cases.cases[0]?.contract ?? {})
  const signed = day(-20)
  const patents = [{ office: 'EP', number: 'EP3000009', expires_on: day(-30), ipc: ['H01L'] }]
  Object.assign(contract, { name: NAME, number: NUMBER, signed_on: signed, effective_on: signed, valid_until: day(1500), patents })
  const payment = contract['payment'] as { royalty: Record<string, unknown> }
  payment.royalty['first_base_formed_on'] = day(-10)
  const bearer = await bearerOf(request, 'company')
  let keys = 0
  const send = async (path: string, body: { data: unknown } | { multipart: { kind: string; file: ReturnType<typeof paper> } }) => {
    keys += 1
    const answer = await request.post(`/api/v1${path}`, { headers: { ...bearer, 'Idempotency-Key': `e2e-verification-${String(keys)}` }, ...body })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as { id: string }
  }
  const { id } = await send('/filings', { data: { kind: 'registration', contract } })
  for (const kind of ['application_form', 'contract_copy', 'contract_translation', 'legal_status_supplier', 'legal_status_recipient', 'royalty_base_proof']) {
    await send(`/filings/${id}/attachments`, { multipart: { kind, file: paper(kind) } })
  }
  await send(`/filings/${id}/submit`, { data: { reasons: { 'patent.expired_before_end': '专利到期后不再计收费用。' }, declaration: true } })
  return id
}
