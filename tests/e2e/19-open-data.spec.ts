// Open data by somebody without an account, a citation that is opened again, findings on their way to a desk, and rates.
import { expect } from '@playwright/test'
import { address, test } from './portal.ts'
import { bearerOf, DESK, expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

test('a visitor finds a data set and its files, at a phone', async ({ browser, playwright }) => {
  const visitor = await Person.arrives(browser, '/', PHONE)
  const { page } = visitor
  await page.getByRole('main').getByRole('link', { name: '查看开放数据' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '开放数据' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('main').locator('.sets a').first().click()
  await expect(page.getByRole('heading', { name: '版本与改动' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  // The file that the page leads to is there, for anybody.
  const request = await playwright.request.newContext({ baseURL: address() })
  const answer = await request.get((await page.getByRole('link', { name: 'CSV', exact: true }).first().getAttribute('href')) ?? '')
  expect(answer.headers()['content-type']).toContain('text/csv')
  await request.dispose()
  await visitor.leaves()
})

test('cited figures are opened again and are the same; a link that was never made is told as such', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const headers = { ...(await bearerOf(request, 'researcher')), 'Idempotency-Key': 'e2e-open-data/cite' }
  const made = await request.post('/api/v1/research/permalinks', { headers, data: { query: 'rows=direction&measures=contracts' } })
  expect(made.ok(), await made.text()).toBe(true)
  const { url } = (await made.json()) as { url: string }
  await request.dispose()
  const researcher = await Person.inRole(browser, 'researcher', DESK, new URL(url).pathname)
  const { page } = researcher
  await expect(page.getByText('与引用时逐字相同')).toBeVisible()
  await expect(page.getByRole('grid')).toBeVisible()
  await expectAccessible(page)
  await page.goto('/p/00000000000000000000')
  await expect(page.getByRole('heading', { name: '没有这个固定链接' })).toBeVisible()
  await expectAccessible(page)
  await researcher.leaves()
})

test('findings, their notice and the publications are looked at on a phone', async ({ browser }) => {
  const researcher = await Person.inRole(browser, 'researcher', PHONE, '/research/findings')
  const { page } = researcher
  await page.getByRole('button', { name: '立即比对' }).click()
  await expect(page.locator('.el-message')).toContainText('截至登记簿第')
  const found = page.getByRole('table').getByRole('link').first()
  await found.click()
  await expect(page.getByRole('heading', { name: '依据' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.goto('/research/findings')
  await page.getByRole('link', { name: /数据质量通报/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /数据质量通报/ })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.getByRole('navigation', { name: '数据研究栏目' }).getByRole('link', { name: '简报与年报' }).click()
  await expect(page.getByRole('heading', { name: '提前编制' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await researcher.leaves()
})

test('the administrator tries a table of rates and counts the figures again', async ({ browser }) => {
  const admin = await Person.inRole(browser, 'system_admin', DESK, '/work')
  const { page } = admin
  await page.getByRole('button', { name: '只比对' }).click()
  await expect(page.getByText(/完全一致|平台日志/)).toBeVisible({ timeout: 45_000 })
  await page.getByRole('link', { name: '打开 汇率表' }).click()
  await expect(page.getByText('使用中')).toBeVisible()
  await page.getByLabel('选择 CSV 文件').setInputFiles({ name: '试验.csv', mimeType: 'text/csv', buffer: Buffer.from('month,currency,usd_per_unit\n2026-01,EUR,abc\n') })
  await expect(page.getByText('第 2 行：')).toBeVisible()
  await page.getByLabel('选择 CSV 文件').setInputFiles({ name: '试验2.csv', mimeType: 'text/csv', buffer: Buffer.from('month,currency,usd_per_unit\n2026-01,EUR,1.25\n') })
  await expect(page.getByText('读到 1 条汇率')).toBeVisible()
  await expect(page.getByRole('button', { name: '载入并使用' })).toBeDisabled()
  await expectAccessible(page)
  await admin.leaves()
})
