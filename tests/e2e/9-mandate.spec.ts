// A company lets an agent file for it, sees what was done, and ends it: each page at a desk and on a phone.
import { expect } from '@playwright/test'
import { type Account, test } from './portal.ts'
import { choose, day, DESK, expectAccessible, expectNoSidewaysScroll, fitsDesk, fitsPhone, Person, PHONE } from './support.ts'

const companies = () => (JSON.parse(process.env['E2E_ACCOUNTS'] ?? '[]') as Account[]).filter((one) => one.role === 'company')
const PRINCIPAL = '苏州示例微电子有限公司'
const AGENT = '昆山示例智能科技有限公司'
const AGENT_CODE = '91320583MA1X0B02LL'

test('a mandate: given, used, looked into, ended', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', DESK, '/mandates')
  const { page } = company
  await expectAccessible(page)
  await fitsPhone(page)
  await page.getByRole('main').getByRole('link', { name: '新建委托' }).click()
  await page.getByLabel('代理机构统一社会信用代码').fill('91320594MA1X0A01K7')
  await page.getByLabel('委托截止日').fill(day(90))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '新建委托' }).click()
  await expect(page.getByText('代理人不能是本企业')).toBeVisible()
  await page.getByLabel('代理机构统一社会信用代码').fill(AGENT_CODE)
  await expectAccessible(page)
  await fitsPhone(page)
  await page.getByRole('button', { name: '新建委托' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '委托详情' })).toBeVisible()
  await expect(page.getByText('还没有办理任何事项')).toBeVisible()
  await expect(page.getByRole('main').getByText(AGENT)).toBeVisible()

  const agent = await Person.arrives(browser, '/sign-in', PHONE)
  const account = companies()[1]
  if (account === undefined) throw new Error('there is one demonstration company only')
  await agent.signsIn(account)
  await choose(agent.page, '为谁办理', `代理：${PRINCIPAL}`)
  await expect(agent.page.getByText(`正在代理${PRINCIPAL}`)).toBeVisible()
  await expectNoSidewaysScroll(agent.page)
  await fitsDesk(agent.page)
  await expectAccessible(agent.page)
  await agent.page.goto('/filings/new')
  await agent.page.getByRole('radio', { name: '技术进口' }).check()
  await agent.page.getByLabel('合同名称（中文）').fill('代理填报的专利许可合同')
  await expect(agent.page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await agent.page.getByRole('button', { name: '填入本企业信息' }).click()
  await expect(agent.page.locator('#contract-recipient-name, [id$="recipient-name"]').first()).toHaveValue(PRINCIPAL)
  await expectNoSidewaysScroll(agent.page)
  await fitsDesk(agent.page)

  await page.reload()
  await expect(page.getByRole('link', { name: '代理填报的专利许可合同' })).toBeVisible()
  await expect(page.getByText(account.name).first()).toBeVisible()
  await expectAccessible(page)
  await fitsPhone(page)
  await page.getByRole('button', { name: '终止委托' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '终止委托' }).click()
  await expect(page.getByText('已终止').first()).toBeVisible()
  await fitsPhone(page)
  await agent.page.goto('/filings')
  await expect(agent.page.getByRole('heading', { level: 1, name: '我的申请' })).toBeVisible()
  await expect(agent.page.getByText('代理填报的专利许可合同')).toHaveCount(0)
  await agent.page.goto('/mandates?side=held')
  await expectNoSidewaysScroll(agent.page)
  await fitsDesk(agent.page)
  await expectAccessible(agent.page)
  await company.leaves()
  await agent.leaves()
})
