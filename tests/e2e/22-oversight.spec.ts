// What keeps the portal honest: the centre refuses and suspends companies and says why, and an auditor sees that the register holds.
import { expect } from '@playwright/test'
import { address, test } from './portal.ts'
import { creditCode, DESK, expectAccessible, Person } from './support.ts'

const NAME = '苏州误填材料有限公司'
const RIGHT = '苏州更正材料有限公司'
const REASON = '企业名称与营业执照不一致。'
const USER = { email: 'filing@oversight.example', password: '秋天的园林里有四把竹椅和一壶碧螺春' }

test('a company reads why it was refused, puts it right, and is suspended and let in again', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const signedUp = await request.post('/api/v1/companies', {
    headers: { 'Idempotency-Key': 'e2e-oversight' },
    data: {
      company: { name: NAME, uscc: creditCode('320506', 'MA2E2E22'), district: '320506', ownership: 'private', address: '苏州市吴中区示例路 22 号' },
      user: { name: '孙申报', ...USER },
    },
  })
  expect(signedUp.ok(), await signedUp.text()).toBe(true)
  const { id } = (await signedUp.json()) as { id: string }
  await request.dispose()

  const approver = await Person.inRole(browser, 'approver', DESK, `/companies/${id}`)
  const desk = approver.page
  await desk.getByRole('button', { name: '不予通过' }).click()
  const refusal = desk.getByRole('dialog', { name: `不予通过：${NAME}` })
  await refusal.getByLabel('原因').fill(REASON)
  await expectAccessible(desk)
  await refusal.getByRole('button', { name: '确认不予通过' }).click()
  await expect(desk.getByText(`原因：${REASON}`)).toBeVisible()

  const company = await Person.arrives(browser, '/sign-in')
  const { page } = company
  await company.signsIn(USER)
  await expect(page.getByText('请更正企业信息后再次提交')).toBeVisible()
  await expect(page.getByText(`原因：${REASON}`)).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: '本企业' }).click()
  await expectAccessible(page)
  await page.getByRole('button', { name: '更正信息' }).click()
  await page.getByLabel('企业名称').fill(RIGHT)
  await expectAccessible(page)
  await page.getByRole('button', { name: '保存并再次提交审核' }).click()
  await expect(page.getByText('无需操作，等待开通')).toBeVisible()

  await desk.goto(`/companies/${id}`)
  await expect(desk.getByRole('heading', { name: RIGHT })).toBeVisible()
  await desk.getByRole('button', { name: '通过审核' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '通过审核' }).click()
  await desk.getByRole('button', { name: '停用' }).click()
  const suspension = desk.getByRole('dialog', { name: `停用：${RIGHT}` })
  await suspension.getByLabel('原因').fill('多次提交虚假材料。')
  await suspension.getByRole('button', { name: '确认停用' }).click()
  await expect(desk.getByText('原因：多次提交虚假材料。')).toBeVisible()

  await page.goto('/filings')
  await expect(page.getByText('原因：多次提交虚假材料。')).toBeVisible()
  await expect(page.getByRole('link', { name: '新建填报' })).toHaveCount(0)

  await desk.getByRole('button', { name: '恢复' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '恢复' }).click()
  await expect(desk.getByText('已开通', { exact: true })).toBeVisible()
  await page.goto('/own-company')
  await expect(page.getByText('无需操作。本企业已开通，可以填报')).toBeVisible()
  // What the centre approved is the centre's to change.
  await page.getByRole('button', { name: '更改企业信息' }).click()
  await expect(page.getByLabel('企业名称')).toHaveCount(0)
  await page.getByLabel('注册地址').fill('苏州市吴中区示例路 23 号')
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('苏州市吴中区示例路 23 号')).toBeVisible()
  await company.leaves()
  await approver.leaves()
})

test('an auditor has the register checked and proves an entry of the journal in the browser', async ({ browser }) => {
  const auditor = await Person.inRole(browser, 'audit_admin')
  const { page } = auditor
  await expect(page.getByText('您的账号目前没有需要在此办理的事项')).toHaveCount(0)
  await page.getByRole('navigation').getByRole('link', { name: '日志与核对' }).click()
  await page.getByRole('button', { name: '核对一次' }).click()
  await expect(page.getByText('一致，没有发现问题')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('table', { name: '日志条目' })).toContainText('register.checked')
  await page.getByLabel('按序号查找').fill('1')
  await page.getByRole('button', { name: '查看证明', exact: true }).click()
  await expect(page.getByText('已在本浏览器中重新计算')).toBeVisible()
  await expectAccessible(page)
  await auditor.leaves()
})

test('the security administrator finds the systems from where they begin', async ({ browser }) => {
  const security = await Person.inRole(browser, 'security_admin')
  const { page } = security
  await expect(page.getByText('您的账号目前没有需要在此办理的事项')).toHaveCount(0)
  await page.getByRole('main').getByRole('link', { name: '打开 系统接入' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '系统接入' })).toBeVisible()
  await security.leaves()
})
