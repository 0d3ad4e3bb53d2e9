// The guide: from the first question to a begun draft, or to the authority that the matter belongs to.
import { expect, type Page } from '@playwright/test'
import { account, test } from './portal.ts'
import { expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

async function answer(page: Page, question: string, option: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 2, name: question })).toBeVisible()
  await page.getByRole('main').getByRole('button', { name: option, exact: true }).first().click()
}
const starting = (page: Page, text: string) => page.getByRole('main').getByRole('button', { name: text }).first().click()

test('a visitor learns what to file, signs in, and finds the draft begun', async ({ browser }) => {
  const visitor = await Person.arrives(browser)
  const { page } = visitor
  await page.getByRole('link', { name: '我要办什么、需要什么材料' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '我要办什么' })).toBeVisible()
  await expectAccessible(page)
  await starting(page, '登记一份新签的合同')
  await answer(page, '一方在境内、一方在境外', '是')
  await starting(page, '从境外引进')
  await answer(page, '技术有没有以下情况', '没有这些情况')
  await answer(page, '经批准的投资项目', '不属于')
  await answer(page, '设立外商投资企业的出资', '否')
  await answer(page, '境内一方是否在苏州', '是')
  await answer(page, '合同属于哪一种', '技术秘密许可')
  await answer(page, '怎样支付', '提成支付')
  await answer(page, '外文的吗', '是')
  await expect(page.getByRole('heading', { name: '本平台：合同登记' })).toBeVisible()
  await expect(page.getByText('合同生效后60天内')).toBeVisible()
  for (const paper of ['登记申请表', '合同中文译本', '提成基准金额证明']) await expect(page.getByText(paper, { exact: true }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '登录并开始填报' }).click()
  await visitor.signsIn(account('company'))
  // The draft may have been kept, and have its own address, already.
  await expect(page).toHaveURL(/\/filings\/(new|[0-9a-f-]{36})$/)
  await expect(page.getByRole('radio', { name: '技术进口' })).toBeChecked()
  await expect(page.getByRole('radio', { name: '提成支付', exact: true })).toBeChecked()
  await visitor.leaves()
})

test('a phone leads to the licence channel, with the rule, and answers can be changed', async ({ browser }) => {
  const visitor = await Person.arrives(browser, '/guide', PHONE)
  const { page } = visitor
  await starting(page, '登记一份新签的合同')
  await answer(page, '一方在境内、一方在境外', '是')
  await starting(page, '向境外提供')
  await answer(page, '技术有没有以下情况', '属于限制进出口目录')
  await expect(page.getByRole('heading', { name: '江苏省商务厅：许可渠道' })).toBeVisible()
  await expect(page.getByText('第三十一条').first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: /修改：技术有没有以下情况/ }).click()
  await starting(page, '两用物项')
  await expect(page.getByRole('heading', { name: '商务部：出口管制' })).toBeVisible()
  await page.getByRole('button', { name: '重新开始' }).click()
  await expect(page.getByRole('heading', { name: '您要办什么？' })).toBeVisible()
  await visitor.leaves()
})
