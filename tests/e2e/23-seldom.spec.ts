// What is done seldom: two papers side by side, a release and a reassignment, another system's file compared, a withdrawal,
// what was paid, a certificate revoked.
import { expect, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { filed, registered } from './filed.ts'
import { account, address, test } from './portal.ts'
import { DESK, expectAccessible, expectNoSidewaysScroll, fitsPhone, Person, PHONE } from './support.ts'

test.describe.configure({ mode: 'serial' })

const NAME = '放回改派试验'
const road = { filing: '' }

test('a reviewer reads two papers side by side, and puts the case back', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  road.filing = await filed(request, NAME, 740_001)
  await request.dispose()
  const reviewer = await Person.inRole(browser, 'reviewer', DESK, `/cases/${road.filing}`)
  const { page } = reviewer
  await page.getByRole('button', { name: '领取', exact: true }).click()
  await page.getByRole('tab', { name: /^材料/ }).click()
  await page.getByRole('button', { name: '并排查看两份材料' }).click()
  const papers = page.getByRole('dialog', { name: '并排查看材料' })
  await expect(papers.locator('iframe')).toHaveCount(2)
  for (const name of ['contract_copy.pdf', 'contract_translation.pdf']) {
    await expect(papers.getByTitle(name)).toBeVisible()
    await expect(papers.getByTitle(name)).toHaveAttribute('src', /^blob:/)
  }
  await expectAccessible(page)
  // A frame that the page's own policy refuses would complain.
  expect(reviewer.complaints).toEqual([])
  await papers.getByRole('button', { name: '收起' }).first().click()
  await expect(papers).toBeHidden()

  await page.getByRole('button', { name: '放回' }).click()
  const sure = page.getByRole('dialog', { name: '放回' })
  await expectAccessible(page)
  await sure.getByRole('button', { name: '放回' }).click()
  await expect(page.getByText('已放回待办。')).toBeVisible()
  await page.getByRole('button', { name: '领取', exact: true }).click()
  await expect(page.getByRole('button', { name: '提出初审意见' })).toBeVisible()
  await reviewer.leaves()
})

/** What a button gives to keep. */
async function fetched(page: Page, button: string): Promise<Buffer> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return readFile(await (await download).path())
}

test('a manager takes the case from one reviewer and gives it to another, and compares a file of the ministry', async ({ browser }) => {
  const manager = await Person.inRole(browser, 'desk_manager', DESK, `/queue?q=${encodeURIComponent(NAME)}`)
  const { page } = manager
  await page.getByRole('checkbox', { name: `选择：${NAME}`, exact: true }).check()
  const bar = page.getByRole('region', { name: '指派申请' })
  await bar.locator('.el-select__wrapper').click()
  const { name } = account('reviewer', 1)
  await page.getByRole('listbox').getByRole('option', { name }).locator('visible=true').click()
  await bar.getByRole('button', { name: '指派', exact: true }).click()
  await expect(page.getByText(`已将 1 件指派给${name}。`)).toBeVisible()

  await page.goto('/exchange?with=mofcom')
  const number = (await fetched(page, '下载 CSV')).toString().split('\r\n')[1]?.split(',')[0] ?? ''
  const theirs = `合同号,合同名称\n${number},对方所记的另一个名称\n26DEJSY39SZ999999,不在登记簿中\n`
  await page.locator('#exchange-file').setInputFiles({ name: '商务部.csv', mimeType: 'text/csv', buffer: Buffer.from(theirs) })
  await page.getByRole('button', { name: '试算' }).click()
  await expect(page.getByText('不一致 1 份')).toBeVisible()
  await expect(page.getByText('对方所记的另一个名称')).toBeVisible()
  await page.locator('.el-radio-button', { hasText: '仅对方有 1' }).click()
  await expect(page.getByText('不在登记簿中')).toBeVisible()
  await fitsPhone(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: '保存对账结果' }).click()
  await expect(page.getByRole('heading', { name: '商务部.csv' })).toBeVisible()
  // A workbook is a ZIP.
  expect((await fetched(page, '下载 XLSX')).subarray(0, 2).toString()).toBe('PK')
  await page.getByRole('button', { name: `就合同 ${number} 发起核查` }).click()
  await expect(page.getByLabel('疑问和需要企业说明的内容')).toHaveValue(/对方所记的另一个名称/)
  await manager.leaves()

  const reviewer = await Person.inRole(browser, 'reviewer', DESK, `/cases/${road.filing}`)
  await expect(reviewer.page.getByText(`${name}正在审核本件`)).toBeVisible()
  await expect(reviewer.page.getByRole('button', { name: '提出初审意见' })).toHaveCount(0)
  await reviewer.leaves()
})

test('a company withdraws what nobody has taken, at a phone', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const filing = await filed(request, '撤回试验', 740_002)
  await request.dispose()
  const company = await Person.inRole(browser, 'company', PHONE, `/filings/${filing}`)
  const { page } = company
  await page.getByRole('button', { name: '撤回申请' }).click()
  const dialog = page.getByRole('dialog', { name: '撤回申请' })
  await dialog.getByLabel('撤回原因').fill('合同金额有误，重新签订。')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '确认撤回' }).click()
  await expect(page.getByText('已撤回', { exact: true }).first()).toBeVisible()
  await expect(page.getByText(/计时已停止（.*撤回）/)).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await company.leaves()
})

test('a company sees what was paid under its contract, at a phone', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', PHONE, '/contracts')
  const { page } = company
  await page.getByRole('main').getByRole('link', { name: '功率半导体沟槽栅工艺专利实施许可合同' }).first().click()
  const payments = page.getByRole('region', { name: '付汇与剩余金额' })
  await expect(payments.getByText(/214,000\.00/)).toBeVisible()
  await expect(payments.getByRole('listitem')).toHaveCount(2)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await company.leaves()
})

test('a certificate is revoked by another person than who decided, and whoever verifies it is told', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const filing = await filed(request, '吊销试验', 740_003, { company: account('company', 1), from: 1 })
  const { contract_id: contract, certificate_number: number } = await registered(request, filing)
  await request.dispose()
  for (const [role, own] of [['approver', true], ['desk_manager', false]] as const) {
    const decider = await Person.inRole(browser, role, DESK, `/contracts/${contract ?? ''}`)
    const { page } = decider
    await page.getByRole('button', { name: '撤销登记证' }).click()
    const dialog = page.getByRole('dialog', { name: '撤销登记证' })
    await dialog.getByLabel('撤销理由').fill('登记所据合同系伪造，当事人已书面承认。')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: '确认撤销' }).click()
    if (own) await expect(dialog.getByText('该登记由您作出决定')).toBeVisible()
    else await expect(dialog).toBeHidden()
    await expect(page.getByText('已撤销', { exact: true })).toHaveCount(own ? 0 : 1)
    await decider.leaves()
  }
  const bank = await Person.arrives(browser, `/verify/${number ?? ''}`)
  await expect(bank.page.getByText('已撤销').first()).toBeVisible()
  await expectAccessible(bank.page)
  await bank.leaves()
})
