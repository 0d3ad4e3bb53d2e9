// A contract typed into the form of a registration, field by field, as a person does.
import { expect, type Page } from '@playwright/test'
import { choose, day } from './support.ts'

export interface Typed {
  name: string
  company: string
  /** The last eight characters of the contract's number. */
  serial: string
}

/** Everything but term, patents and papers. */
export async function fillRegistration(page: Page, typed: Typed): Promise<void> {
  await fillBasics(page, typed)
  await fillParties(page, typed)
  await fillTechnology(page)
  await fillAmount(page)
}

async function fillBasics(page: Page, { name }: Typed) {
  await page.getByRole('radio', { name: '技术进口' }).check()
  await page.getByLabel('合同名称（中文）').fill(name)
  await page.getByLabel('合同名称（原文）').fill('Patent Licence Agreement on Servo Motor Winding')
  await choose(page, '合同类型', '专利实施许可')
  await choose(page, '技术转移方式', '专利技术的许可或转让')
  await choose(page, '所属行业', '38 电气机械和器材制造业')
  await page.getByLabel('签订日期').fill(day(-85))
}

async function fillParties(page: Page, { company, serial }: Typed) {
  await page.getByRole('button', { name: '填入本企业信息' }).click()
  await expect(page.getByLabel('受方名称')).toHaveValue(company)
  await page.getByLabel('供方名称').fill('Example Motoren GmbH')
  await choose(page, '供方国家（地区）', '奥地利')
  await page.getByLabel('供方地址').fill('Graz')
  await page.getByRole('group', { name: '双方是否为关联企业' }).getByRole('radio', { name: '否' }).check()
  // The number: its rule is explained, a wrong part is named, the portal fills in what follows from the rest.
  await page.getByLabel('合同号').fill(`26USJSY38${serial}`)
  await expect(page.getByText('应为 AT')).toBeVisible()
  // What the checks answer meanwhile may move the button from under the pointer; a person then presses it again.
  await expect(async () => {
    await page.getByRole('button', { name: '填入', exact: true }).click({ timeout: 5_000 })
    await expect(page.getByLabel('合同号')).toHaveValue(new RegExp(`^\\d\\dATJSY38${serial}$`), { timeout: 2_000 })
  }).toPass({ timeout: 30_000 })
}

async function fillTechnology(page: Page) {
  await page.getByLabel('合同概况').fill('许可方授权受让方在中国境内使用伺服电机绕组相关发明专利制造和销售产品，并提供绕线工艺文件与培训。')
  await page.getByRole('checkbox', { name: '我方声明' }).check()
}

async function fillAmount(page: Page) {
  await choose(page, '币种', 'EUR 欧元')
  await page.getByLabel('合同总金额').fill('1250000.00')
  await page.getByLabel('其中：技术费').fill('1250000.00')
  await page.getByRole('radio', { name: '入门费加提成支付' }).check()
  await page.getByRole('textbox', { name: '入门费', exact: true }).fill('200000.00')
  await choose(page, '提成基准', '净销售额')
  await page.getByLabel('提成比例（%）').fill('3.5')
  await page.getByLabel('首期提成基准金额形成日').fill(day(-75))
  await page.getByRole('textbox', { name: '首期提成基准金额', exact: true }).fill('800000.00')
}
