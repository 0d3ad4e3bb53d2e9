// Many filings in one workbook: the template, what is wrong in which cell, the drafts, and the rows that come back.
import { expect, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { type Account, test } from './portal.ts'
import { choose, day, DESK, expectAccessible, expectNoSidewaysScroll, fitsPhone, Person, PHONE } from './support.ts'
import { service, Workbook } from './workbook.ts'

async function template(page: Page): Promise<Workbook> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载模板' }).click()])
  return Workbook.of(await readFile(await file.path()))
}
const fileField = (page: Page) => page.locator('input[type=file]')

test('a company fills in the template, sees what is wrong by cell, and makes the drafts', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company')
  const { page } = company
  await page.getByRole('main').getByRole('link', { name: '批量填报' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '批量填报' })).toBeVisible()
  await expect(page.getByText('最多 2000 行、5 MB')).toBeVisible()
  await expect(page.getByText('还没有上传过')).toBeVisible()
  await expectAccessible(page)
  await fitsPhone(page)

  const workbook = await template(page)
  expect(workbook.hasDropDown('合同类型')).toBe(true)
  expect(workbook.hasDropDown('合同概况')).toBe(false)
  await fileField(page).setInputFiles({ name: '填报.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('old') })
  await expect(page.getByRole('alert')).toContainText('只能上传 .xlsx 文件')
  await fileField(page).setInputFiles({ name: '假的.xlsx', mimeType: 'application/zip', buffer: Buffer.from('not a workbook') })
  await expect(page.getByRole('alert')).toContainText('无法读取这个文件')
  await expectAccessible(page)
  await fitsPhone(page)

  const bad = service(2, { 签订日期: '去年', '受方国家（地区）': '亚特兰蒂斯' })
  await fileField(page).setInputFiles(workbook.filled('十月合同.xlsx', [service(1), bad, service(3)]))
  await expect(page.getByText('共 3 行：2 行可以生成草稿，1 行需要改正。')).toBeVisible()
  const rows = page.getByRole('table', { name: '每一行的核对结果' }).locator('tbody tr')
  await expect(rows).toHaveCount(1)
  await expect(rows.first()).toContainText(`${workbook.column('签订日期')}5`)
  await expect(rows.first()).toContainText('“去年”不是可以确定的日期')
  await expect(rows.first()).toContainText(`${workbook.column('受方国家（地区）')}5`)
  await expect(rows.first()).toContainText('“亚特兰蒂斯”不在可选范围内')
  await expectAccessible(page)
  await fitsPhone(page)
  await page.getByText('全部 3').click()
  await expect(rows).toHaveCount(3)
  await expectAccessible(page)

  // Nothing is lost: the file is still there after a reload, and is looked at again.
  await page.reload()
  await expect(page.getByText('十月合同.xlsx')).toBeVisible()
  await expect(page.getByText('共 3 行：2 行可以生成草稿，1 行需要改正。')).toBeVisible()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByText('“去年” is not a date that can be read with certainty')).toBeVisible()
  await page.getByRole('button', { name: '中文' }).click()
  await expect(page.getByText('“去年”不是可以确定的日期')).toBeVisible()

  await page.getByRole('button', { name: '生成草稿 2 份' }).click()
  await expect(page).toHaveURL(/\/filings\/bulk\/[\w-]+$/)
  await expect(page.getByText('已生成 2 份草稿；另有 1 行没有生成')).toBeVisible()
  await expectAccessible(page)
  await fitsPhone(page)
  await page.reload()
  await expect(page.getByText('已生成 2 份草稿；另有 1 行没有生成')).toBeVisible()
  const [back] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载带说明的表格' }).click()])
  expect(back.suggestedFilename()).toBe('待改正-十月合同.xlsx')
  const returned = Workbook.of(await readFile(await back.path()))
  expect(returned.row(4).get('A')).toContain('签订日期：“去年”不是可以确定的日期')
  expect(returned.notes().get(`${returned.column('签订日期')}4`)).toContain('“去年”不是可以确定的日期')
  expect([...returned.row(5)]).toEqual([])

  await page.getByText('已生成 2', { exact: true }).click()
  await page.getByRole('link', { name: '打开第 4 行的草稿' }).click()
  await expect(page.getByLabel('合同名称（中文）')).toHaveValue('第1条产线视觉检测技术服务合同')
  await page.goto('/filings/bulk')
  await page.getByRole('link', { name: '查看“十月合同.xlsx”的结果' }).click()
  await expect(page.getByText('已生成 2 份草稿；另有 1 行没有生成')).toBeVisible()
  await company.leaves()
})

test('an answer that was lost is asked for again, and nothing is drafted twice', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', DESK, '/filings/bulk')
  const { page } = company
  const workbook = await template(page)
  await fileField(page).setInputFiles(workbook.filled('断线.xlsx', [service(11), service(12)]))
  await expect(page.getByText('共 2 行，都可以生成草稿。')).toBeVisible()
  // The service takes it, and its answer does not arrive.
  await page.route('**/api/v1/bulk', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback()
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: '生成草稿 2 份' }).click()
  await expect(page.getByText('上次发送“断线.xlsx”后没有收到答复')).toBeVisible()
  await expectAccessible(page)
  await page.unroute('**/api/v1/bulk')
  await page.reload()
  await page.getByRole('button', { name: '继续生成' }).click()
  await expect(page.getByText('已生成 2 份草稿。请逐份打开')).toBeVisible()
  await page.goto('/filings/bulk')
  await expect(page.getByRole('link', { name: '查看“断线.xlsx”的结果' })).toHaveCount(1)
  await company.leaves()
})

test('an agent uploads for a company at a phone', async ({ browser }) => {
  const accounts = (JSON.parse(process.env['E2E_ACCOUNTS'] ?? '[]') as Account[]).filter((one) => one.role === 'company')
  const agentAccount = accounts[1]
  if (agentAccount === undefined) throw new Error('there is one demonstration company only')
  const principal = await Person.inRole(browser, 'company', DESK, '/mandates/new')
  await principal.page.getByLabel('代理机构统一社会信用代码').fill('91320583MA1X0B02LL')
  await principal.page.getByLabel('委托截止日').fill(day(90))
  await principal.page.keyboard.press('Enter')
  await principal.page.getByRole('button', { name: '新建委托' }).click()
  await expect(principal.page.getByRole('heading', { level: 1, name: '委托详情' })).toBeVisible()

  const agent = await Person.arrives(browser, '/sign-in', PHONE)
  const { page } = agent
  await agent.signsIn(agentAccount)
  await page.goto('/filings/begin')
  await page.getByRole('main').getByRole('link', { name: '批量填报' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '批量填报' })).toBeVisible()
  await choose(page, '为谁办理', '代理：苏州示例微电子有限公司')
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  const workbook = await template(page)
  await fileField(page).setInputFiles(workbook.filled('代理.xlsx', [service(21), service(22, { 合同总金额: '一百万' })]))
  await expect(page.getByText('共 2 行：1 行可以生成草稿，1 行需要改正。')).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '生成草稿 1 份' }).click()
  await expect(page.getByText('已生成 1 份草稿；另有 1 行没有生成')).toBeVisible()
  await expect(page.getByText('苏州示例微电子有限公司').first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.goto('/filings/bulk')
  await expect(page.getByRole('link', { name: '查看“代理.xlsx”的结果' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  // The company sees what was done for it, and ends the mandate.
  await principal.page.getByRole('button', { name: '终止委托' }).click()
  await principal.page.getByRole('dialog').getByRole('button', { name: '终止委托' }).click()
  await expect(principal.page.getByText('已终止').first()).toBeVisible()
  await principal.page.goto('/filings/bulk')
  await expect(principal.page.getByRole('link', { name: '查看“代理.xlsx”的结果' })).toBeVisible()
  await principal.leaves()
  await agent.leaves()
})
