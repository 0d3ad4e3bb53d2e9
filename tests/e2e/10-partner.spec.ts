// A company admits its ERP: a secret shown once, a token got with it, its use seen, and the secret revoked.
import { expect } from '@playwright/test'
import { address, test } from './portal.ts'
import { DESK, expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

test('a system of a company: admitted, used, looked into, shut out', async ({ browser, playwright }) => {
  const company = await Person.inRole(browser, 'company', DESK, '/partners')
  const { page } = company
  await expectAccessible(page)
  await page.getByRole('main').getByRole('link', { name: '新接入系统' }).click()
  await page.getByLabel('系统名称').fill('ERP 测试环境')
  await expect(page.getByRole('button', { name: '接入', exact: true })).toBeDisabled()
  await page.getByRole('checkbox', { name: '查看申请（含已登记合同）' }).check()
  await page.getByLabel('通知邮箱').fill('不是邮箱')
  await page.getByRole('button', { name: '接入', exact: true }).click()
  await expect(page.getByText('请填写有效的邮箱地址')).toBeVisible()
  await page.getByLabel('通知邮箱').fill('it@example.com')
  await page.getByRole('button', { name: '接入', exact: true }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'ERP 测试环境' })).toBeVisible()
  await expect(page.getByText('新建一个密钥，交给系统管理员保存。')).toBeVisible()
  await page.getByRole('button', { name: '新建密钥' }).click()
  const once = page.getByRole('alert').filter({ hasText: '密钥只显示这一次' })
  await expect(once).toBeFocused()
  const secret = (await once.locator('.secret').textContent()) ?? ''
  expect(secret).toMatch(/^ttp_/)
  await expectAccessible(page)
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const program = await playwright.request.newContext({ baseURL: address() })
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret }
  const token = ((await (await program.post('/oauth/token', { form })).json()) as { access_token: string }).access_token
  const headers = { Authorization: `Bearer ${token}` }
  expect((await program.get('/api/v1/filings', { headers })).status()).toBe(200)

  await page.getByRole('button', { name: '我已保存' }).click()
  await page.reload()
  await expect(page.getByText('GET /api/v1/filings')).toBeVisible()
  await expect(page.getByText(secret)).toHaveCount(0)
  await page.setViewportSize(PHONE)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^吊销/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '吊销' }).click()
  await expect(page.getByText('还没有密钥。')).toBeVisible()
  expect((await program.get('/api/v1/filings', { headers })).status()).toBe(401)
  await page.getByRole('button', { name: '停用' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await expect(page.getByText('已停用').first()).toBeVisible()
  await program.dispose()
  await company.leaves()
})
