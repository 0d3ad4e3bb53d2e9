// A registration and a return with the phone in hand: what a company types and uploads, what the desk sends back.
import { expect } from '@playwright/test'
import { test } from './portal.ts'
import { fillRegistration } from './registration.ts'
import { choose, day, expectAccessible, expectNoSidewaysScroll, paper, Person, PHONE } from './support.ts'

const CONTRACT = '手机填报演示专利实施许可合同'

test('a contract is registered, returned and mended on a phone', async ({ browser }) => {
  test.setTimeout(240_000)
  const company = await Person.inRole(browser, 'company', PHONE, '/filings/new')
  const { page } = company
  await fillRegistration(page, { name: CONTRACT, company: '苏州示例微电子有限公司', serial: 'PHONE001' })
  await page.getByLabel('生效日期').fill(day(-30))
  await page.getByLabel('有效期至').fill(day(1000))
  await page.getByLabel('签订日期').fill(day(-35))
  await page.getByLabel('首期提成基准金额形成日').fill(day(-20))
  await page.getByRole('button', { name: '添加一项专利' }).click()
  await page.getByLabel('授权局').fill('CN')
  await page.getByLabel('专利号').fill('ZL201910000001.2')
  await page.getByLabel('专利到期日').fill(day(2000))
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  for (const kind of ['登记申请表', '合同副本', '合同中文译本', '供方法律地位证明', '受方法律地位证明', '提成基准金额证明']) {
    await page.getByLabel(`上传${kind}`).setInputFiles(paper(kind))
    await expect(page.getByRole('button', { name: `删除 ${kind}.pdf` })).toBeVisible()
  }
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  const submit = async () => {
    await page.getByRole('button', { name: '核查并提交' }).click()
    const dialog = page.getByRole('dialog', { name: '确认提交' })
    await dialog.getByRole('checkbox', { name: '我声明' }).check()
    await expectNoSidewaysScroll(page)
    await dialog.getByRole('button', { name: '确认提交' }).click()
    await expect(page.getByText('提交成功，受理回执已生成。')).toBeVisible()
  }
  await submit()
  const filing = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const reviewer = await Person.inRole(browser, 'reviewer', PHONE, `/cases/${filing}`)
  await reviewer.page.getByRole('button', { name: '领取' }).click()
  await reviewer.page.getByRole('button', { name: '退回补正' }).click()
  const dialog = reviewer.page.getByRole('dialog', { name: '退回补正' })
  await dialog.getByRole('button', { name: '再加一项' }).click()
  await choose(reviewer.page, '涉及哪一项', '合同概况')
  await dialog.getByLabel('补正要求').fill('请写明许可的地域范围。')
  await expectNoSidewaysScroll(reviewer.page)
  await expectAccessible(reviewer.page)
  await dialog.getByRole('button', { name: '退回企业（1 项）' }).click()
  await expect(reviewer.page.getByText('等待企业补正后再次提交')).toBeVisible()
  await reviewer.leaves()

  await page.reload()
  await expect(page.getByText('未再次提交的，本申请将于')).toBeVisible()
  const summary = page.getByLabel('合同概况')
  await summary.fill(`${await summary.inputValue()}许可地域为中国大陆。`)
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await submit()
  await company.leaves()
})
