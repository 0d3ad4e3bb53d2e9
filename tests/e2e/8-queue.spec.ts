// The desk's manager: finding filings by words, keeping a view, giving work to people, and trying routing rules.
import { expect } from '@playwright/test'
import { account, address, test } from './portal.ts'
import { DESK, expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

test.describe.configure({ mode: 'serial' })

interface Queued {
  id: string
  contract_name: string
  contract_number: string
  company: { name: string }
}

/** What nobody has taken yet. */
async function waiting(): Promise<Queued[]> {
  const { email, password } = account('desk_manager')
  const signIn = await fetch(`${address()}/api/v1/auth/login`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }),
  })
  const { access_token: token } = (await signIn.json()) as { access_token: string }
  const answer = await fetch(`${address()}/api/v1/queue?state=submitted&assignee=none`, { headers: { authorization: `Bearer ${token}` } })
  return ((await answer.json()) as { items: Queued[] }).items
}

test('words find a filing, and the view is kept and shared', async ({ browser }) => {
  const [first] = await waiting()
  if (first === undefined) throw new Error('nothing waits in the queue')
  const manager = await Person.inRole(browser, 'desk_manager', DESK, '/queue')
  const { page } = manager
  const number = first.contract_number
  await page.getByLabel('查找').fill(number.slice(-6).toLowerCase())
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page).toHaveURL(/q=/)
  await expect(page.getByRole('table').getByText(number)).toBeVisible()
  await page.getByLabel('查找').fill('查无此词')
  await page.getByRole('button', { name: '查询' }).click()
  await expect(page.getByRole('heading', { name: '没有符合条件的申请' })).toBeVisible()
  await page.getByRole('button', { name: '清除条件' }).click()

  await page.locator('.el-select__wrapper', { has: page.getByRole('combobox', { name: '办理环节' }) }).click()
  await page.getByRole('listbox').getByRole('option', { name: '已提交', exact: false }).locator('visible=true').first().click()
  await page.getByRole('button', { name: '更多条件' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: '保存当前筛选' }).click()
  const dialog = page.getByRole('dialog', { name: '保存当前筛选' })
  await dialog.getByLabel('名称').fill('等待领取')
  await dialog.getByText('与席位同事共享').click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '保存', exact: true }).click()
  const view = page.getByRole('navigation', { name: '常用筛选' }).getByRole('link', { name: /等待领取/ })
  await expect(view).toHaveAttribute('aria-current', 'true')
  await page.goto('/queue')
  await view.click()
  await expect(page).toHaveURL(/state=submitted/)
  await manager.leaves()
})

test('several filings are given to a reviewer at once', async ({ browser }) => {
  const chosen = (await waiting()).slice(0, 2)
  expect(chosen.length).toBeGreaterThan(0)
  const manager = await Person.inRole(browser, 'desk_manager', DESK, '/queue?state=submitted&assignee=none')
  const { page } = manager
  for (const one of chosen) await page.getByRole('checkbox', { name: `选择：${one.contract_name}`, exact: true }).first().check()
  const bar = page.getByRole('region', { name: '指派申请' })
  await expect(bar.getByText(`已选 ${chosen.length} 件`)).toBeVisible()
  await bar.locator('.el-select__wrapper').click()
  const { name } = account('reviewer')
  await page.getByRole('listbox').getByRole('option', { name }).locator('visible=true').click()
  await expectAccessible(page)
  await bar.getByRole('button', { name: '指派', exact: true }).click()
  await expect(page.getByText(`已将 ${chosen.length} 件指派给${name}。`)).toBeVisible()
  await page.goto('/work')
  const table = page.getByRole('table', { name: '人员工作量' })
  await expect(table.getByRole('link', { name })).toBeVisible()
  await expectAccessible(page)
  await manager.leaves()

  const reviewer = await Person.inRole(browser, 'reviewer', PHONE, '/queue?assignee=me')
  await expect(reviewer.page.getByRole('link', { name: chosen[0]?.contract_name ?? '', exact: true }).first()).toBeVisible()
  await expect(reviewer.page.getByRole('link', { name: /等待领取/ })).toBeVisible()
  await expectNoSidewaysScroll(reviewer.page)
  await reviewer.page.goto('/work')
  await expect(reviewer.page.getByText('近 30 天办结')).toBeVisible()
  await expectNoSidewaysScroll(reviewer.page)
  await reviewer.leaves()
})

test('changed rules are tried before they are put in force', async ({ browser }) => {
  const manager = await Person.inRole(browser, 'desk_manager', DESK, '/routing')
  const { page } = manager
  await expect(page.getByRole('heading', { name: '历次版本' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '修改规则' }).click()
  const rule = page.getByRole('group', { name: '第 3 条' })
  await rule.locator('.el-select__wrapper').first().click()
  await page.getByRole('listbox').getByRole('option', { name: /自贸区分中心席位/ }).locator('visible=true').click()
  await page.getByRole('button', { name: '试算近 90 天' }).click()
  const result = page.getByRole('status', { name: '试算结果' })
  await expect(result.getByText(/会改由其他席位受理/)).toBeVisible()
  await expect(result.getByRole('table', { name: '会改变席位的申请' }).getByRole('row')).not.toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: '保存为新版本' }).click()
  await expect(page.getByText('已保存为第 2 版')).toBeVisible()
  await expect(page.getByText('修改 city')).toBeVisible()

  // And back: the other tests rely on the city's desk.
  await page.getByRole('button', { name: '修改规则' }).click()
  await rule.locator('.el-select__wrapper').first().click()
  await page.getByRole('listbox').getByRole('option', { name: /市级受理席位/ }).locator('visible=true').click()
  await page.getByRole('button', { name: '保存为新版本' }).click()
  await expect(page.getByText('已保存为第 3 版')).toBeVisible()
  await manager.leaves()
})
