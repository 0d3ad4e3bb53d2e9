// A company in the research centre: figures of closed years, what is withheld with its reason, and nothing that is for staff.
import { expect, type Page } from '@playwright/test'
import { test } from './portal.ts'
import { expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

const WITHHELD = '⊘ 不予公布'
const REASON = '不代表为零'
const QUESTION = '/research/workbench?rows=country&columns=year&measures=contracts,amount_usd&chart=heat'

/** Figures follow the journal: a portal that began a moment ago may not have read all of it. */
async function whenAnswered(page: Page, path: string): Promise<void> {
  await expect(async () => {
    await page.goto(path)
    await expect(page.locator('section.panel, [role="grid"]').first()).toBeVisible({ timeout: 8_000 })
  }).toPass({ timeout: 120_000 })
}

/** The analysis by country over all closed years: the cells of few companies are withheld, and it says why. */
async function readsCountries(page: Page): Promise<void> {
  await whenAnswered(page, '/research/analyses/countries')
  await page.getByRole('button', { name: '全部整年' }).click()
  await expect(page).toHaveURL(/to=\d{4}-12/)
  const panel = page.locator('section.panel').filter({ has: page.getByRole('heading', { name: '国家（地区）与重点领域', exact: true }) })
  await panel.getByRole('button', { name: '数据表' }).click()
  await expect(panel.getByRole('grid').getByText(WITHHELD).first()).toBeVisible()
  await expect(panel.getByText(REASON)).toBeVisible()
  const method = page.getByRole('region', { name: '方法说明' })
  await expect(method).toContainText('保密规则')
  await expect(method).toContainText('已结束的自然年')
  await expectAccessible(page)
}

/** The layout of patents is told of one whole year; of several years it says so in the place of figures. */
async function readsPatents(page: Page): Promise<void> {
  await page.goto('/research/analyses/patent_layout')
  await page.getByRole('button', { name: '近 5 个整年' }).click()
  await expect(page.locator('section.panel').first()).toContainText('仅按已结束的单个自然年公布')
  await page.getByRole('button', { name: '最近结束的一年' }).click()
  await expect(page.locator('section.panel').first()).not.toContainText('单个自然年')
  await expectAccessible(page)
}

async function asks(page: Page): Promise<void> {
  await page.goto(QUESTION)
  const answer = page.getByRole('region', { name: /^按 国家（地区） × 年份/ })
  await expect(answer.getByRole('grid').getByText(WITHHELD).first()).toBeVisible()
  await expect(answer.getByText(REASON)).toBeVisible()
  await expect(page.getByRole('button', { name: '保存当前查询' })).toHaveCount(0)
  await expectAccessible(page)
}

test('a company reads the figures at a desk', async ({ browser }) => {
  test.setTimeout(240_000)
  const company = await Person.inRole(browser, 'company')
  const { page } = company
  await page.getByRole('banner').getByRole('link', { name: '数据研究' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '技术贸易数据研究' })).toBeVisible()
  const rooms = page.getByRole('navigation', { name: '数据研究栏目' })
  await expect(rooms.getByRole('link')).toHaveText(['总览与专题分析', '分析工作台', '简报与年报'])
  await whenAnswered(page, '/research')
  await expect(page.locator('.headline').first()).toBeVisible()
  await expect(page.getByRole('button', { name: '今年以来' })).toHaveCount(0)
  await expectAccessible(page)

  await readsCountries(page)
  await readsPatents(page)
  await asks(page)

  // What it reads it may cite, and the link leads back to the same figures.
  await page.getByRole('button', { name: '引用', exact: true }).click()
  const link = page.getByRole('dialog', { name: '固定链接与引用' }).getByRole('link', { name: /\/p\/[0-9A-Za-z]{20}$/ })
  await expect(link).toBeVisible()
  await page.goto(new URL((await link.getAttribute('href')) ?? '').pathname)
  await expect(page.getByText('与引用时逐字相同')).toBeVisible()
  await expect(page.getByRole('grid').getByText(WITHHELD).first()).toBeVisible()

  await rooms.getByRole('link', { name: '简报与年报' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '简报与年报' })).toBeVisible()
  await expect(page.getByRole('button', { name: '编制并发布' })).toHaveCount(0)
  await expectAccessible(page)

  // What is of single contracts is no page of a company's.
  await page.goto('/research/findings')
  await expect(page.getByText('没有找到').first()).toBeVisible()
  await company.leaves()
})

test('a company reads the figures on a phone', async ({ browser }) => {
  test.setTimeout(240_000)
  const company = await Person.inRole(browser, 'company', PHONE)
  const { page } = company
  await whenAnswered(page, '/research')
  await expectNoSidewaysScroll(page)
  await readsCountries(page)
  await expectNoSidewaysScroll(page)
  await readsPatents(page)
  await expectNoSidewaysScroll(page)
  await asks(page)
  await expectNoSidewaysScroll(page)
  await company.leaves()
})
