// The road of one filing, walked by the people who walk it: a new company, a reviewer, an approver, a bank, a researcher.
import { expect } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { account, test } from './portal.ts'
import { fillRegistration } from './registration.ts'
import { atTop, choose, creditCode, day, DESK, expectAccessible, judge, noteOn, paper, Person, picture } from './support.ts'

test.describe.configure({ mode: 'serial' })

const COMPANY = '苏州示例电机有限公司'
const CONTRACT = '高速伺服电机绕组工艺专利实施许可合同'
const USER = { email: 'filing@motor.example', password: '春天的运河边有三座石桥和一家茶馆' }

let company: Person
let reviewer: Person
let approver: Person
/** Addresses and numbers that one station hands to the next. */
const road = { filing: '', certificate: '', credential: '' }

test.afterAll(async () => {
  for (const person of [company, reviewer, approver]) await person?.leaves()
})

test('a company signs up and waits until the centre has approved it', async ({ browser }) => {
  company = await Person.arrives(browser)
  const { page } = company
  await page.getByRole('link', { name: '企业注册，开始填报' }).click()
  await expect(page.getByRole('heading', { name: '企业注册' })).toBeVisible()
  await page.getByRole('button', { name: '提交注册' }).click()
  await expect(page.getByRole('alert')).toContainText('企业名称：请填写')

  await page.getByLabel('企业名称').fill(COMPANY)
  await page.getByLabel('统一社会信用代码').fill(creditCode('320506', 'MA2E2E01'))
  await expect(page.getByText('代码校验通过')).toBeVisible()
  await choose(page, '所在区', '吴中区')
  await choose(page, '企业性质', '民营企业')
  await page.getByLabel('注册地址').fill('苏州市吴中区示例路 8 号')
  await page.getByLabel('姓名').fill('钱申报')
  await page.getByLabel('电子邮箱').fill(USER.email)
  await page.getByLabel('密码').fill(USER.password)
  await expectAccessible(page)
  await page.getByRole('button', { name: '提交注册' }).click()
  await expect(page.getByText('注册已提交')).toBeVisible()

  await page.getByRole('main').getByRole('link', { name: '登录' }).click()
  await company.signsIn(USER)
  await expect(page.getByText('无需操作，等待开通')).toBeVisible()
  await expect(page.getByRole('link', { name: '新建填报' })).toHaveCount(0)
  await page.goto('/filings/new')
  await expect(page.getByText('无需操作，等待开通')).toBeVisible()
  await page.getByRole('button', { name: '查看是否已开通' }).click()
  await expect(page.getByText('尚未开通')).toBeVisible()
  await expectAccessible(page)
})

test('an approver approves the company', async ({ browser }) => {
  approver = await Person.inRole(browser, 'approver')
  const { page } = approver
  await page.getByRole('navigation').getByRole('link', { name: '企业审核' }).click()
  await page.getByRole('link', { name: COMPANY, exact: true }).click()
  await expect(page.getByText('核对主体信息无误后，通过审核')).toBeVisible()
  await page.getByRole('button', { name: '通过审核' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '通过审核' }).click()
  await expect(page.getByText('已开通', { exact: true })).toBeVisible()
})

test('the company fills in the form and sees beside each field what is wrong', async () => {
  const { page } = company
  await page.getByRole('button', { name: '查看是否已开通' }).click()
  await expect(page.getByText('填写各部分并上传材料')).toBeVisible()
  await fillRegistration(page, { name: CONTRACT, company: COMPANY, serial: 'MOTOR001' })

  await page.getByLabel('生效日期').fill(day(-80))
  await page.getByLabel('有效期至').fill(day(-90))
  await page.getByLabel('合同概况').focus()
  await expect(noteOn(page, '有效期至')).toContainText('早于生效日期')
  await page.getByLabel('有效期至').fill(day(1000))
  await expect(noteOn(page, '有效期至')).toHaveCount(0)

  await page.getByRole('button', { name: '添加一项专利' }).click()
  await page.getByLabel('授权局').fill('CN')
  await page.getByLabel('专利号').fill('ZL201910000001.2')
  await page.getByLabel('专利到期日').fill(day(2000))
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
})

test('what is missing blocks; papers go up; a late filing needs its reason', async () => {
  const { page } = company
  await page.getByRole('button', { name: '核查并提交' }).click()
  // The form that is to be stamped comes filled in, from what was typed so far.
  const saved = page.waitForEvent('download')
  await page.locator('#attachments-application_form').getByRole('button', { name: '下载已填好的申请表（PDF）' }).click()
  expect((await readFile(await (await saved).path())).subarray(0, 4).toString()).toBe('%PDF')
  const faults = page.getByRole('alert').filter({ hasText: '处需要处理' })
  await expect(faults).toContainText('登记申请书')
  for (const kind of ['登记申请表', '合同副本', '合同中文译本', '供方法律地位证明', '受方法律地位证明', '提成基准金额证明']) {
    await page.getByLabel(`上传${kind}`).setInputFiles(paper(kind))
    await expect(page.getByRole('button', { name: `删除 ${kind}.pdf` })).toBeVisible()
  }
  await expect(noteOn(page, '首期提成基准金额形成日')).toContainText('60')
  await expectAccessible(page)
  await atTop(page.getByRole('group', { name: '支付方式' }))
  await picture(page, 'filing-form')

  await page.getByRole('button', { name: '核查并提交' }).click()
  const dialog = page.getByRole('dialog', { name: '确认提交' })
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(dialog.getByText('请写明原因')).toBeVisible()
  await expect(dialog.getByText('请勾选声明')).toBeVisible()
  await dialog.getByLabel('说明原因').fill('首期提成金额经双方对账后才确认，对账用时较长。')
  await dialog.getByRole('checkbox', { name: '我声明' }).check()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText('提交成功，受理回执已生成。')).toBeVisible()
  await expect(page.getByText('还剩 3 个工作日', { exact: true })).toBeVisible()
  road.filing = new URL(page.url()).pathname.split('/').at(-1) ?? ''
})

test('the receipt proves itself in the browser', async () => {
  const { page } = company
  await page.getByRole('link', { name: '查看受理回执' }).click()
  await expect(page.getByText('已在您的浏览器中验证')).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'receipt')
})

test('a reviewer claims it and returns it with what must be corrected', async ({ browser }) => {
  reviewer = await Person.inRole(browser, 'reviewer')
  const { page } = reviewer
  await expect(page.getByRole('link', { name: CONTRACT })).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'queue')
  await page.getByRole('button', { name: `领取：${CONTRACT}` }).click()

  await expect(page.getByRole('heading', { name: CONTRACT })).toBeVisible()
  await expect(page.getByText('首期提成金额经双方对账后才确认')).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'case')
  await page.getByRole('button', { name: '退回补正' }).click()
  const dialog = page.getByRole('dialog', { name: '退回补正' })
  await dialog.getByRole('button', { name: '再加一项' }).click()
  await choose(page, '涉及哪一项', '合同概况')
  await dialog.getByLabel('补正要求').fill('请写明许可的地域范围和是否独占。')
  await dialog.getByRole('button', { name: '退回企业（1 项）' }).click()
  await expect(page.getByText('等待企业补正后再次提交')).toBeVisible()
})

test('the company mends it and submits again', async () => {
  const { page } = company
  await page.getByRole('navigation').getByRole('link', { name: '我的申请' }).click()
  await expect(page.getByText('有 1 份申请被退回')).toBeVisible()
  await page.getByRole('link', { name: '去补正' }).click()
  await expect(page.getByRole('alert')).toContainText('请写明许可的地域范围和是否独占。')
  await expect(noteOn(page, '合同概况')).toContainText('请写明许可的地域范围和是否独占。')
  const summary = page.getByLabel('合同概况')
  await summary.fill(`${await summary.inputValue()}许可地域为中国大陆，普通许可，不独占。`)
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await page.getByRole('button', { name: '核查并提交' }).click()
  const dialog = page.getByRole('dialog', { name: '确认提交' })
  await expect(dialog.getByLabel('说明原因')).toHaveValue(/对账/)
  await dialog.getByRole('checkbox', { name: '我声明' }).check()
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(page.getByText('提交成功，受理回执已生成。')).toBeVisible()
})

test('who recommends cannot decide; another person registers it', async ({ browser }) => {
  const { page } = approver
  await page.goto(`/cases/${road.filing}`)
  await page.getByRole('button', { name: '领取' }).click()
  await judge(page, '提出初审意见', '材料齐全，内容一致，建议准予登记。', '提交初审意见')
  await expect(page.getByText('须由另一位有复核权限的同事作出决定')).toBeVisible()
  await expect(page.getByRole('button', { name: '作出决定' })).toHaveCount(0)
  // The page does not offer it, and the service would refuse it.
  const { email, password } = account('approver')
  const { access_token } = (await (await page.request.post('/api/v1/auth/login', { data: { email, password } })).json()) as { access_token: string }
  const refused = await page.request.post(`/api/v1/filings/${road.filing}/decide`, {
    headers: { Authorization: `Bearer ${access_token}`, 'Idempotency-Key': 'the-same-person' },
    data: { outcome: 'register', opinion: '同意登记。' },
  })
  expect(refused.status()).toBe(409)
  expect(await refused.json()).toMatchObject({ code: 'four_eyes' })

  const manager = await Person.inRole(browser, 'desk_manager', DESK, `/cases/${road.filing}`)
  await judge(manager.page, '作出决定', '同意登记。', '作出决定')
  await expect(manager.page.getByText('无需操作，本件已办结')).toBeVisible()
  await manager.leaves()
})

test('the company holds the certificate and downloads it', async () => {
  const { page } = company
  await page.getByRole('navigation').getByRole('link', { name: '我的合同' }).click()
  await page.getByRole('link', { name: CONTRACT }).click()
  await expect(page.getByRole('heading', { name: '技术进口合同登记证' })).toBeVisible()
  await expect(page.getByRole('link', { name: '变更登记' })).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'certificate')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载登记证（PDF）' }).click()
  const bytes = await readFile(await (await saved).path())
  expect(bytes.subarray(0, 4).toString()).toBe('%PDF')
  const link = await page.getByRole('link', { name: '查看核验页面' }).getAttribute('href')
  const [path = '', credential = ''] = link?.split('#') ?? []
  road.certificate = path.split('/').at(-1) ?? ''
  road.credential = credential
})

test('anybody verifies it by number, by credential, and is warned of a forgery', async ({ browser }) => {
  const bank = await Person.arrives(browser, '/verify')
  const { page } = bank
  await page.getByLabel('登记证编号或核验凭证').fill(road.certificate)
  await page.getByRole('button', { name: '核验' }).click()
  await expect(page.getByText('登记证在登记簿中，当前有效。')).toBeVisible()
  await expect(page.getByText('1250000')).toHaveCount(0)
  await expectAccessible(page)

  await page.goto(`/verify/${road.certificate}#${road.credential}`)
  await page.reload()
  await expect(page.getByText('凭证签名真实，登记证当前有效。')).toBeVisible()
  await picture(page, 'verify')

  const [header = '', claims = '', signature = ''] = road.credential.split('.')
  await page.goto(`/verify/${road.certificate}#${header}.${claims}.${[...signature].reverse().join('')}`)
  await page.reload()
  await expect(page.getByText('凭证签名不正确或内容被改动过，请勿采信。')).toBeVisible()
  await bank.leaves()
})

test('the registered contract shows in the research figures', async ({ browser }) => {
  const researcher = await Person.inRole(browser, 'researcher')
  const { page } = researcher
  // The figures follow the journal; a reader that another process left behind gives up its place after a minute.
  test.setTimeout(180_000)
  await expect(async () => {
    await page.goto('/research/workbench')
    await expect(page.getByRole('grid').getByRole('rowheader', { name: '奥地利' })).toBeVisible({ timeout: 8_000 })
  }).toPass({ timeout: 120_000 })
  await expectAccessible(page)
  await choose(page, '图中指标', '合同金额（美元）')
  await atTop(page.locator('section', { has: page.getByRole('heading', { name: /^按 国家/ }) }))
  await researcher.leaves()
})
