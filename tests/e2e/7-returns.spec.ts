// A return answered item by item, messages and notes, many decisions at once, a refusal with its notice, and what a manager counts.
import { expect, type APIRequestContext } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { account, address, test } from './portal.ts'
import { choose, day, expectAccessible, expectNoSidewaysScroll, paper, Person, PHONE } from './support.ts'

test.describe.configure({ mode: 'serial' })

const RETURNED = '退回补正演示合同'
const road = { filing: '' }

test('the desk returns a filing from the library of reasons, and keeps a note to itself', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  road.filing = await filed(request, RETURNED, 710_001)
  await request.dispose()
  const reviewer = await Person.inRole(browser, 'reviewer')
  const { page } = reviewer
  await page.goto(`/cases/${road.filing}`)
  await page.getByRole('button', { name: '领取' }).click()
  await page.getByRole('tab', { name: '内部备注' }).click()
  await page.getByLabel('添加备注').fill('与上年合同口径不同，复核时留意。')
  await page.getByRole('button', { name: '保存备注' }).click()
  await expect(page.getByText('与上年合同口径不同，复核时留意。')).toBeVisible()
  await page.getByRole('tab', { name: '往来' }).first().click()
  await page.getByLabel('写留言').fill('请留意附件二的页码。')
  await page.getByRole('button', { name: '发送' }).click()
  await expect(page.getByText('请留意附件二的页码。')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('button', { name: '退回补正' }).click()
  const dialog = page.getByRole('dialog', { name: '退回补正' })
  await dialog.getByRole('button', { name: '再加一项' }).click()
  await choose(page, '事由', '技术内容说明不清')
  await expect(dialog.getByLabel('补正要求')).toHaveValue(/请写明技术名称/)
  await dialog.getByRole('button', { name: '再加一项' }).click()
  const second = dialog.getByRole('group', { name: '第 2 项补正' })
  await second.locator('.el-select__wrapper').nth(1).click()
  await page.getByRole('listbox').getByRole('option', { name: '合同号', exact: true }).locator('visible=true').click()
  await second.getByLabel('补正要求').fill('请核对合同号。')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '退回企业（2 项）' }).click()
  await expect(page.getByText('等待企业补正后再次提交')).toBeVisible()
  await reviewer.leaves()
})

test('the company answers each item, at a phone', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', PHONE)
  const { page } = company
  await page.goto(`/filings/${road.filing}`)
  const answers = page.getByRole('region', { name: '逐项答复补正要求' })
  await expect(answers.getByText('这一项目前没有变化。')).toHaveCount(2)
  const summary = page.getByLabel('合同概况')
  await summary.fill(`${await summary.inputValue()}交付方式为电子文件。`)
  await expect(answers.getByRole('group', { name: '第 1 项的答复' }).getByRole('radio', { name: '已改正' })).toBeChecked()
  await page.getByRole('button', { name: '核查并提交' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '第 2 项补正' })).toContainText('请选择')
  await answers.getByRole('group', { name: '第 2 项的答复' }).getByRole('radio', { name: '作出说明' }).check()
  await answers.getByLabel('第 2 项的说明').fill('合同号与国别一致，无需修改。')
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '核查并提交' }).click()
  const dialog = page.getByRole('dialog', { name: '确认提交' })
  await dialog.getByRole('checkbox', { name: '我声明' }).check()
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText('提交成功，受理回执已生成。')).toBeVisible()
  await expect(page.getByText('请留意附件二的页码。')).toBeVisible()
  await expect(page.getByText('复核时留意')).toHaveCount(0)
  await company.leaves()
})

test('the reviewer sees the answers, what changed since the last look, and refuses on grounds', async ({ browser }) => {
  const reviewer = await Person.inRole(browser, 'reviewer')
  const { page } = reviewer
  await page.goto(`/cases/${road.filing}`)
  await expect(page.getByRole('heading', { name: '企业对补正要求的答复' })).toBeVisible()
  await expect(page.getByText('合同号与国别一致，无需修改。')).toBeVisible()
  const look = page.getByRole('region', { name: '您上次查看之后的变化' })
  await expect(look.locator('ins').first()).toContainText('交付方式为电子文件。')
  await expectAccessible(page)
  await look.getByRole('button', { name: '已看过' }).click()
  await expect(look).toHaveCount(0)
  await page.getByRole('tab', { name: '类似申请' }).click()
  await expect(page.getByRole('heading', { name: '同一企业的申请' })).toBeVisible()
  await page.getByRole('button', { name: '领取' }).click()
  await page.getByRole('button', { name: '提出初审意见' }).click()
  const dialog = page.getByRole('dialog', { name: '提出初审意见' })
  await dialog.getByRole('radio', { name: '不予登记' }).check()
  await dialog.getByLabel('意见').fill('合同内容与材料不符，经告知未更正。')
  await dialog.getByRole('button', { name: '提交初审意见' }).click()
  await expect(dialog.getByText('请选择不予登记的依据')).toBeVisible()
  await choose(page, '不予登记的依据', '所填内容与合同副本不一致，经告知后未更正')
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: '提交初审意见' }).click()
  await expect(page.getByText('须由另一位有复核权限的同事作出决定').or(page.getByText('初审意见已提交')).first()).toBeVisible()
  await reviewer.leaves()

  const approver = await Person.inRole(browser, 'approver')
  await approver.page.goto(`/cases/${road.filing}`)
  await approver.page.getByRole('button', { name: '作出决定' }).click()
  const decision = approver.page.getByRole('dialog', { name: '作出决定' })
  await decision.getByRole('radio', { name: '不予登记' }).check()
  await decision.getByLabel('意见').fill('同意初审意见。')
  await expectAccessible(approver.page)
  await decision.getByRole('button', { name: '作出决定' }).click()
  await expect(approver.page.getByText('无需操作，本件已办结')).toBeVisible()
  await approver.leaves()
})

test('the company reads the grounds and keeps the notice', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company')
  const { page } = company
  await page.goto(`/filings/${road.filing}`)
  await expect(page.getByText('如不服本决定，可以依法申请行政复议')).toBeVisible()
  await expect(page.getByText('第十八条').first()).toBeVisible()
  await expectAccessible(page)
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载不予登记通知书（PDF）' }).click()
  const bytes = await readFile(await (await saved).path())
  expect(bytes.subarray(0, 4).toString()).toBe('%PDF')
  await company.leaves()
})

test('an approver registers many at once, and a manager counts why filings came back', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const names = ['批量决定演示合同甲', '批量决定演示合同乙']
  for (const [index, name] of names.entries()) await recommended(request, await filed(request, name, 720_001 + index))
  await request.dispose()
  const manager = await Person.inRole(browser, 'desk_manager')
  const { page } = manager
  await page.getByRole('navigation').getByRole('link', { name: '批量决定' }).click()
  for (const name of names) await page.getByRole('checkbox', { name: `选择：${name}` }).check()
  await expectAccessible(page)
  await page.getByRole('button', { name: '准予登记（2 件）' }).click()
  await expect(page.getByText('已准予登记 2 件。')).toBeVisible()

  await page.getByRole('navigation').getByRole('button', { name: '更多' }).click()
  await page.getByRole('navigation').getByRole('link', { name: '退回事由' }).click()
  await expect(page.getByText('缺少中文译本')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '添加事由' }).click()
  const dialog = page.getByRole('dialog', { name: '添加事由' })
  await dialog.getByLabel('代码').fill('seal_unclear')
  await dialog.getByLabel('名称（中文）').fill('印章不清')
  await dialog.getByLabel('名称（英文）').fill('Seal unclear')
  await dialog.getByLabel('补正要求（中文）').fill('请重新扫描盖章页。')
  await dialog.getByLabel('补正要求（英文）').fill('Please scan the sealed page again.')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('印章不清')).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: '退回统计' }).click()
  await expect(page.getByRole('table', { name: '按事由' }).getByRole('rowheader', { name: '技术内容说明不清' })).toBeVisible()
  await expectAccessible(page)
  await manager.leaves()
})

/** Someone's token. */
async function token(request: APIRequestContext, role: string): Promise<string> {
  const { email, password } = account(role)
  const answer = await request.post('/api/v1/auth/login', { data: { email, password } })
  return ((await answer.json()) as { access_token: string }).access_token
}

let keys = 0
async function send(request: APIRequestContext, bearer: string, path: string, data: unknown): Promise<{ id: string }> {
  keys += 1
  const headers = { Authorization: `Bearer ${bearer}`, 'Idempotency-Key': `e2e-returns-${String(keys)}` }
  const answer = await request.post(`/api/v1${path}`, { headers, data })
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
  return (await answer.json()) as { id: string }
}

/** A filing of the demonstration company that passes every check, submitted by program. */
async function filed(request: APIRequestContext, name: string, number: number): Promise<string> {
  const cases = JSON.parse(await readFile(join(import.meta.dirname, '../cases/filings.json'), 'utf8')) as { cases: { contract: Record<string, unknown> }[] }
  const contract = structuredClone(cases.cases[0]?.contract ?? {})
  const signed = day(-20)
  Object.assign(contract, { name, number: `${signed.slice(2, 4)}DEJSY39SZ${String(number)}`, signed_on: signed, effective_on: signed, valid_until: day(1500) })
  const payment = contract['payment'] as { royalty: Record<string, unknown> }
  payment.royalty['first_base_formed_on'] = day(-10)
  const bearer = await token(request, 'company')
  const { id } = await send(request, bearer, '/filings', { kind: 'registration', contract })
  for (const kind of ['application_form', 'contract_copy', 'contract_translation', 'legal_status_supplier', 'legal_status_recipient', 'royalty_base_proof']) {
    keys += 1
    const answer = await request.post(`/api/v1/filings/${id}/attachments`, {
      headers: { Authorization: `Bearer ${bearer}`, 'Idempotency-Key': `e2e-returns-${String(keys)}` },
      multipart: { kind, file: paper(kind) },
    })
    expect(answer.ok(), await answer.text()).toBe(true)
  }
  await send(request, bearer, `/filings/${id}/submit`, { reasons: {}, declaration: true })
  return id
}

async function recommended(request: APIRequestContext, id: string): Promise<void> {
  const bearer = await token(request, 'reviewer')
  await send(request, bearer, `/filings/${id}/claim`, {})
  await send(request, bearer, `/filings/${id}/recommend`, { outcome: 'register', opinion: '材料齐全，内容一致。' })
}
