// A referral through the licence channel, a spot check that anyone draws again, a question about registered data, and the public page.
import { expect } from '@playwright/test'
import { filed } from './filed.ts'
import { address, test } from './portal.ts'
import { bearerOf, choose, DESK, expectAccessible, expectNoSidewaysScroll, fitsDesk, fitsPhone, Person, PHONE } from './support.ts'

test.describe.configure({ mode: 'serial' })

const REFERRED = '转办演示合同'
const road = { filing: '' }

test('the desk refers a restricted technology and records the first step', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  road.filing = await filed(request, REFERRED, 810_001)
  await request.dispose()
  const reviewer = await Person.inRole(browser, 'reviewer', DESK, `/cases/${road.filing}`)
  const { page } = reviewer
  await page.getByRole('button', { name: '领取' }).click()
  await page.getByRole('button', { name: '转办' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill('涉及限制类技术，应办理许可。')
  await fitsPhone(page)
  await dialog.getByRole('button').last().click()
  await page.getByRole('link', { name: '办理步骤' }).click()
  await expect(page.getByRole('heading', { name: REFERRED })).toBeVisible()
  await expect(page.getByText('收到省级主管部门或企业的消息后，登记相应步骤')).toBeVisible()
  await page.getByLabel('文号').first().fill('示例〔2026〕1 号')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('步骤已登记。')).toBeVisible()
  await expect(page.getByText('还剩 30 个工作日')).toBeVisible()
  await expectAccessible(page)
  await fitsPhone(page)
  await page.goto('/work')
  await page.getByRole('link', { name: '转办案件' }).click()
  await expect(page.getByRole('link', { name: REFERRED })).toBeVisible()
  await expectAccessible(page)
  await fitsPhone(page)
  await reviewer.leaves()
})

test('the company sees steps and limits at a phone, and gets a new draft when the technology is free', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', PHONE, `/filings/${road.filing}`)
  const { page } = company
  await page.getByRole('link', { name: '办理步骤' }).click()
  await expect(page.getByText('还剩 30 个工作日')).toBeVisible()
  await expect(page.getByRole('button', { name: '登记' })).toHaveCount(0)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await fitsDesk(page)

  const reviewer = await Person.inRole(browser, 'reviewer', DESK, `/referrals/${road.filing}`)
  await reviewer.page.getByRole('radio', { name: '转为自由类' }).check()
  await reviewer.page.getByLabel('理由（企业可见）').fill('经认定不属于限制类。')
  await reviewer.page.getByRole('button', { name: '办结本案' }).click()
  await expect(reviewer.page.getByText('已按自由类为企业生成新的草稿')).toBeVisible()
  await fitsPhone(reviewer.page)
  await reviewer.leaves()

  await page.reload()
  await expect(page.getByRole('link', { name: '打开新的草稿' })).toBeVisible()
  await expectNoSidewaysScroll(page)
  await fitsDesk(page)
  await page.getByRole('link', { name: '打开新的草稿' }).click()
  await expect(page.getByRole('textbox', { name: '合同名称（中文）' })).toHaveValue(REFERRED)
  await company.leaves()
})

test('a manager announces and draws a spot check, and a stranger draws the same', async ({ browser }) => {
  const manager = await Person.inRole(browser, 'desk_manager', DESK, '/drawings')
  const { page } = manager
  await expectAccessible(page)
  await page.getByRole('button', { name: '公布抽查' }).click()
  await expect(page.getByText('现在可以抽取')).toBeVisible()
  await page.getByRole('button', { name: '抽取', exact: true }).click()
  await expect(page.getByRole('heading', { name: '抽取结果' })).toBeVisible()
  await expect(page.getByRole('region', { name: '第 1 件' })).toBeVisible()
  await expectAccessible(page)
  const drawing = page.url()
  await manager.leaves()

  const stranger = await Person.arrives(browser, new URL(drawing).pathname, PHONE)
  await stranger.page.getByRole('button', { name: '在我的浏览器中重新抽取' }).click()
  await expect(stranger.page.getByText('重新抽取的结果与公布的一致。')).toBeVisible()
  await expect(stranger.page.getByText('检查人员：')).toHaveCount(0)
  await expectNoSidewaysScroll(stranger.page)
  await expectAccessible(stranger.page)
  await stranger.leaves()
})

test('a question about registered data goes to the company and back', async ({ browser }) => {
  const reviewer = await Person.inRole(browser, 'reviewer', DESK, '/verification-cases')
  const { page } = reviewer
  await expectAccessible(page)
  await page.locator('.el-select__wrapper', { has: page.getByRole('combobox', { name: '登记的合同' }) }).click()
  await page.getByRole('listbox').getByRole('option').locator('visible=true').first().click()
  await page.getByLabel('疑问和需要企业说明的内容').fill('请核对提成率。')
  await page.getByRole('button', { name: '发起核查' }).click()
  await expect(page.getByText('等待企业答复')).toBeVisible()
  await page.getByLabel('意见（企业可见）').fill('经查与合同一致。')
  await page.getByRole('button', { name: '核实无误，结案' }).click()
  await expect(page.getByText('无需操作。核实无误')).toBeVisible()
  await expectAccessible(page)
  await reviewer.leaves()
})

test('a researcher asks about a contract by its number', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const headers = await bearerOf(request, 'company')
  const contracts = (await (await request.get('/api/v1/contracts', { headers })).json()) as { items: { number: string; name: string }[] }
  await request.dispose()
  const contract = contracts.items.at(-1)
  if (contract === undefined) throw new Error('no contract to ask about')
  const researcher = await Person.inRole(browser, 'researcher', DESK, '/verification-cases')
  const { page } = researcher
  await expectAccessible(page)
  await page.getByLabel('疑问和需要企业说明的内容').fill('提成率明显偏离同类合同。')
  await page.getByLabel('合同号').fill('26DEJSY39SZ999999')
  await page.getByRole('button', { name: '发起核查' }).click()
  await expect(page.getByText('登记簿中没有这个合同号，请核对。').first()).toBeVisible()
  await page.getByLabel('合同号').fill(contract.number)
  await page.getByRole('button', { name: '发起核查' }).click()
  await expect(page.getByRole('heading', { level: 1, name: contract.name })).toBeVisible()
  await expectAccessible(page)
  await researcher.leaves()
})

test('the desk finds the register and what it has done with', async ({ browser }) => {
  const reviewer = await Person.inRole(browser, 'reviewer')
  const { page } = reviewer
  await page.getByRole('navigation').getByRole('link', { name: '合同登记簿' }).click()
  await page.getByLabel('合同名称或合同号').fill('主轴')
  await page.getByRole('main').getByRole('button', { name: '查询' }).click()
  await page.getByRole('link', { name: '高精度主轴装配技术秘密许可合同' }).click()
  await expect(page.getByRole('heading', { name: '办理记录' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('navigation').getByRole('button', { name: '更多' }).click()
  await page.getByRole('navigation').getByRole('link', { name: '已办结' }).click()
  await choose(page, '结果', '不予登记')
  await expect(page.getByRole('link', { name: '立体仓库控制系统技术服务合同' })).toBeVisible()
  await expect(page.getByRole('link', { name: REFERRED })).toHaveCount(0)
  await page.getByRole('link', { name: '立体仓库控制系统技术服务合同' }).click()
  await expect(page.getByText('无需操作，本件已办结')).toBeVisible()
  await reviewer.leaves()
})

test('everybody sees how the desks serve, and the administrator tries a calendar', async ({ browser }) => {
  const stranger = await Person.arrives(browser, '/', PHONE)
  await stranger.page.goto('/service')
  await expect(stranger.page.getByText('办理时长中位数').first()).toBeVisible()
  await expect(stranger.page.getByText('统计期间')).toBeVisible()
  await expectNoSidewaysScroll(stranger.page)
  await expectAccessible(stranger.page)
  await stranger.leaves()

  const admin = await Person.inRole(browser, 'system_admin', DESK, '/calendar')
  const { page } = admin
  await page.getByLabel('版本').fill('试验版')
  await page.getByLabel('来源（通知名称或文号）').fill('试验')
  await page.getByLabel('内容').fill('date,kind,name\n2027-01-01,holiday,元旦\n')
  await page.getByRole('button', { name: '试算' }).click()
  await expect(page.getByText('新增年份：2027')).toBeVisible()
  await expect(page.getByText('注意：将不再包含')).toBeVisible()
  await expectAccessible(page)
  await admin.leaves()
})
