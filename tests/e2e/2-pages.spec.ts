// Pages beside the road: the guide, English, a phone.
import { expect } from '@playwright/test'
import { test } from './portal.ts'
import { choose, expectAccessible, expectNoSidewaysScroll, Person, PHONE, picture } from './support.ts'

test('the guide tells what to do before anybody signs in', async ({ browser }) => {
  const visitor = await Person.arrives(browser)
  const { page } = visitor
  await expect(page.getByRole('heading', { name: '怎么办理' })).toBeVisible()
  await page.getByRole('checkbox', { name: '含提成支付' }).check()
  await expect(page.getByText('提成基准金额证明')).toBeVisible()
  await page.getByRole('checkbox', { name: '含提成支付' }).uncheck()
  await expectAccessible(page)
  await page.evaluate(() => window.scrollTo({ top: 0 }))
  await picture(page, 'home')
  await visitor.leaves()
})

test('everything can be read in English', async ({ browser }) => {
  const reviewer = await Person.inRole(browser, 'reviewer')
  const { page } = reviewer
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  // What the service says comes in the same language.
  await expect(page.getByRole('table').getByText(/desk/).first()).toBeVisible()
  await expectAccessible(page)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  await page.getByRole('button', { name: '中文' }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  await reviewer.leaves()
})

test('a company works on a phone', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', PHONE)
  const { page } = company
  await expect(page.getByRole('heading', { level: 1, name: '我的申请' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.getByRole('main').getByRole('link', { name: '新建填报' }).click()
  await page.getByRole('radio', { name: '技术出口' }).check()
  await page.getByLabel('合同名称（中文）').fill('工业视觉检测软件许可合同')
  await choose(page, '合同类型', '技术秘密许可')
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.evaluate(() => window.scrollTo({ top: 0 }))
  await picture(page, 'phone-form')
  await page.getByRole('button', { name: '菜单' }).click()
  await page.getByRole('navigation').getByRole('link', { name: '我的合同' }).click()
  await page.getByRole('main').getByRole('link').filter({ hasText: '合同' }).first().click()
  await expect(page.getByRole('heading', { name: /登记证/ }).first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await company.leaves()
})

test('staff and researchers work on a phone', async ({ browser }) => {
  const reviewer = await Person.inRole(browser, 'reviewer', PHONE)
  const { page } = reviewer
  await expect(page.getByRole('heading', { level: 1, name: '待办申请' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: '打开最急的一件' }).click()
  await expect(page.getByRole('tab', { name: '核查结果' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await reviewer.leaves()
})
