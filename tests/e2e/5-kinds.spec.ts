// Amendment, royalty settlement, closure and reissue: begun from the register, filled in, submitted, decided, and what each does.
import { expect, type Browser, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { address, test } from './portal.ts'
import { bearerOf, day, expectAccessible, expectNoSidewaysScroll, fitsPhone, paper, Person, PHONE, register } from './support.ts'

// Each kind is taken to its decision by two more people, with a look at every dialog.
test.describe.configure({ mode: 'serial', timeout: 240_000 })

let company: Person
test.beforeAll(async ({ browser }) => {
  company = await Person.inRole(browser, 'company')
})
test.afterAll(async () => company?.leaves())

/** Contracts that another test of this file has used: one application about a contract at a time. */
const used = new Set<string>()
/** The contract that is suspended first, and ended then. */
let closed = ''

/** Opens the page that begins `what`, for the first contract about which nothing is under way. */
async function begin(page: Page, what: string, filter = ''): Promise<string> {
  await page.goto(`/filings/begin?what=${what}`)
  await expect(page.getByRole('heading', { name: '需要的材料' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible()
  const names = await page.locator('.contracts button:enabled').filter({ hasText: filter }).locator('strong').allTextContents()
  for (const name of names) {
    if (used.has(name)) continue
    await page.locator('.contracts button', { hasText: name }).first().click()
    await expect(page.getByRole('link', { name: '换一份' })).toBeVisible()
    if ((await page.getByText('正在办理').count()) > 0) {
      await page.getByRole('link', { name: '换一份' }).click()
      continue
    }
    used.add(name)
    return name
  }
  throw new Error(`no contract is free for ${what}: ${names.join(', ')}`)
}

/** Uploads whatever the page still marks as required. */
async function uploadRequired(page: Page): Promise<void> {
  const open = page.locator('li.upload', { has: page.locator('.needed') })
  await expect(open.first()).toBeVisible()
  for (let left = await open.count(); left > 0; left = await open.count()) {
    const id = await open.first().getAttribute('id')
    await open.first().locator('input[type=file]').setInputFiles(paper('材料'))
    await expect(page.locator(`#${id ?? ''} .done`)).toBeVisible()
  }
}

async function submit(page: Page): Promise<void> {
  await page.getByRole('button', { name: '核查并提交' }).click()
  const dialog = page.getByRole('dialog', { name: '确认提交' })
  await expect(dialog).toBeVisible()
  for (const reason of await dialog.getByLabel('说明原因').all()) await reason.fill('情况属实，材料随附。')
  await dialog.getByRole('checkbox', { name: '我声明' }).check()
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText('提交成功，受理回执已生成。')).toBeVisible()
}

/** The desk registers what is on the page; the company then looks at the contract. */
async function takesEffect(browser: Browser, page: Page, look?: (page: Page) => Promise<void>): Promise<void> {
  await register(browser, new URL(page.url()).pathname.split('/').at(-1) ?? '', look)
  await page.reload()
  await page.getByRole('link', { name: '查看合同与登记证' }).click()
  await expect(page.getByRole('heading', { name: '办理记录' })).toBeVisible()
}

for (const [where, viewport, added] of [
  ['at a desk', undefined, '双方补充约定：增加远程技术支持的范围，其余不变。'],
  ['at a phone', PHONE, '双方补充约定：增加远程技术支持的范围，其余不变。另增加驻场培训。'],
] as const) {
  test(`${where}: an amendment starts from what is registered, shows what changes, and makes the next version`, async ({ browser }) => {
    const person = await Person.inRole(browser, 'company', viewport)
    const { page } = person
    used.add('功率半导体沟槽栅工艺专利实施许可合同')
    const name = await begin(page, 'amendment')
    used.delete('功率半导体沟槽栅工艺专利实施许可合同')
    await expectAccessible(page)
    await page.getByRole('button', { name: '开始填写' }).click()
    await expect(page.getByText('还没有改动登记事项。')).toBeVisible()
    await page.getByLabel('合同概况').fill(added)
    const changes = page.locator('#changes')
    await expect(changes.getByRole('link', { name: '合同概况' })).toBeVisible()
    await expect(changes.locator('ins').filter({ hasText: viewport ? '驻场培训' : '增加远程技术支持' })).toHaveCount(1)
    await page.getByLabel('原因').fill('双方签订补充协议。')
    await page.getByLabel('变更协议签订日期').fill(day(-3))
    await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
    await uploadRequired(page)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await submit(page)
    await expect(page.getByRole('heading', { name: '改动对照' })).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    const record = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载数据变更记录表（PDF）' }).click()
    expect((await readFile(await (await record).path())).subarray(0, 4).toString()).toBe('%PDF')

    await takesEffect(browser, page)
    await expect(page.getByText('增加远程技术支持的范围').first()).toBeVisible()
    await expect(page.getByText('改动了 1 项').first()).toBeVisible()
    await expect(page.getByRole('heading', { name: '以前的登记证' })).toBeVisible()
    await expectNoSidewaysScroll(page)
    // Registered, it is free for the next one.
    used.delete(name)
    await person.leaves()
  })
}

test('a later royalty base is settled with the sum in view, and added to it', async ({ browser, playwright }) => {
  const { page } = company
  // The demonstration has another settlement of this contract in the queue: one at a time.
  const request = await playwright.request.newContext({ baseURL: address() })
  const headers = await bearerOf(request, 'reviewer')
  const waiting = await request.get(`/api/v1/queue?kind=amendment&q=${encodeURIComponent('沟槽栅')}`, { headers })
  for (const { id } of ((await waiting.json()) as { items: { id: string }[] }).items) await register(browser, id)
  await request.dispose()
  await page.goto('/filings/begin?what=settlement')
  await page.locator('.contracts button', { hasText: '沟槽栅' }).click()
  await expect(page.getByRole('link', { name: '换一份' })).toBeVisible()
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.getByLabel('基准金额形成日期').fill(day(0))
  await page.getByLabel('本期提成基准金额').fill('120000.00')
  await page.getByLabel('原因').fill('第二期提成基准金额形成。')
  await expect(page.getByRole('table', { name: '各期提成基准金额' }).getByText('本次')).toBeVisible()
  await expect(page.getByLabel('合同概况')).toHaveCount(0)
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await uploadRequired(page)
  await expectAccessible(page)
  await fitsPhone(page)
  await submit(page)
  await fitsPhone(page)
  await takesEffect(browser, page, fitsPhone)
  const bases = page.getByRole('region', { name: '各期提成基准金额' })
  await expect(bases.getByText('120,000.00').first()).toBeVisible()
  await page.setViewportSize(PHONE)
  await bases.scrollIntoViewIfNeeded()
  await expect(bases.getByRole('columnheader', { name: '累计' })).toBeInViewport({ ratio: 1 })
  await page.setViewportSize({ width: 1280, height: 800 })
})

for (const [where, viewport, what, since, status] of [
  ['suspended, at a desk', undefined, '中止履行', -2, '已中止'],
  ['ended, at a phone', PHONE, '解除（终止）', -1, '已解除'],
] as const) {
  test(`a contract is ${where}, with its evidence`, async ({ browser }) => {
    const person = await Person.inRole(browser, 'company', viewport)
    const { page } = person
    used.delete(closed)
    closed = await begin(page, 'closure', closed)
    await page.getByRole('radio', { name: what }).check()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await page.getByRole('button', { name: '开始填写' }).click()
    await page.getByLabel('自何日起').fill(day(since))
    await page.getByLabel('原因').fill('双方协商一致。')
    await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
    await uploadRequired(page)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)
    await submit(page)
    await takesEffect(browser, page)
    await expect(page.getByText(status).first()).toBeVisible()
    await expectNoSidewaysScroll(page)
    await person.leaves()
  })
}

test('a lost certificate is reissued after the public notice, and the old one is no longer the one in force', async ({ browser }) => {
  const { page } = company
  await begin(page, 'reissue')
  await page.getByRole('button', { name: '开始填写' }).click()
  await page.getByLabel('遗失日期').fill(day(0))
  await page.getByLabel('公开挂失日期').fill(day(0))
  await page.getByLabel('挂失公告刊登处').fill('苏州日报')
  await page.getByLabel('原因').fill('办公室搬迁时遗失原件。')
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await uploadRequired(page)
  await expectAccessible(page)
  await fitsPhone(page)
  await submit(page)
  await fitsPhone(page)
  const filing = page.url()
  await takesEffect(browser, page, fitsPhone)
  await expect(page.getByRole('heading', { name: '以前的登记证' })).toBeVisible()
  const old = page.locator('section', { has: page.getByRole('heading', { name: '以前的登记证' }) })
  await expect(old.getByRole('listitem')).not.toHaveCount(0)
  await expect(old.getByText('有效', { exact: true })).toHaveCount(0)
  await page.goto(filing)
})

test('an earlier filing is copied; a contract shows its versions and what can be filed', async () => {
  const { page } = company
  await page.getByRole('button', { name: '复制为新申请' }).click()
  await expect(page.getByText('填写各部分并上传材料')).toBeVisible()
  await page.getByRole('button', { name: '删除草稿' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认删除' }).click()
  await page.goto('/contracts')
  await page.getByRole('main').getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: '历次登记' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '办理记录' })).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize(PHONE)
  await expectNoSidewaysScroll(page)
  await page.goto('/filings/begin')
  await expect(page.getByRole('button', { name: /变更登记/ })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
})
