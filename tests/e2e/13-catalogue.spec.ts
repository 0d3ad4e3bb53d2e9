// The control catalogue: an administrator looks at an edition and tries another one; a company answers a likeness.
import { expect } from '@playwright/test'
import { test } from './portal.ts'
import { choose, expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

const TABLE = '目录,类别,编号,技术名称,控制要点\n出口,限制,203912X,无人机技术,飞行控制系统\n出口,限制,999901X,量子密钥分发技术,星地量子密钥分发载荷\n'

test('an administrator tries an edition, loads it, and says from when it is in force', async ({ browser }) => {
  const admin = await Person.inRole(browser, 'system_admin')
  const { page } = admin
  await page.getByRole('link', { name: '查看管制目录' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '管制目录' })).toBeVisible()
  await expect(page.getByText('生效中')).toBeVisible()
  await expect(page.getByText('不完整').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('目录文件').setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('目录,类别,技术名称\n出口,某类,甲\n') })
  await expect(page.getByText('第 2 行：')).toBeVisible()
  await page.getByLabel('目录文件').setInputFiles({ name: 'new.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) })
  await expect(page.getByText('读到 2 条')).toBeVisible()
  await expect(page.getByText('新增 1 条')).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('版本名称').fill('试验公告第1号')
  await page.getByLabel('来源').fill('浏览器试验')
  await page.getByRole('button', { name: '载入为新版本' }).click()
  await expect(page.getByRole('heading', { name: '指定生效日期' })).toBeVisible()
  await expect(page.getByText('量子密钥分发技术').first()).toBeVisible()
  await expectAccessible(page)
  await admin.leaves()
})

test('a company sees which words come close, and answers at a phone', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', PHONE)
  const { page } = company
  await page.getByRole('main').getByRole('link', { name: '新建填报' }).click()
  await page.getByRole('radio', { name: '技术出口' }).check()
  await page.getByLabel('合同名称（中文）').fill('航拍软件许可合同')
  await choose(page, '合同类型', '技术秘密许可')
  await page.getByLabel('合同概况').fill('许可无人机飞行控制系统的自主导航和避障算法。')
  const hits = page.getByRole('region', { name: '目录比对' })
  await expect(hits.getByText('无人机技术').first()).toBeVisible()
  await expect(hits.locator('mark').first()).toBeVisible()
  await expect(hits.getByText('不代表不受管制')).toBeVisible()
  await hits.getByRole('radio', { name: '不属于该控制要点' }).first().check()
  await hits.getByLabel('理由').first().fill('仅用于室内教学机型，没有受控算法。')
  await hits.getByRole('button', { name: '保存答复' }).first().click()
  await expect(hits.getByText(/已保存/).first()).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await company.leaves()
})
