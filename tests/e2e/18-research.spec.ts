// The research centre: from the overview into a country and back, a question put together without a mouse, the page on paper and on a phone.
import { expect, type Page } from '@playwright/test'
import { address, test } from './portal.ts'
import { atTop, barriersOf, bearerOf, day, DESK, expectAccessible, expectNoSidewaysScroll, Person, PHONE, picture, settled } from './support.ts'

// A portal that began today has no figures of months that are over.
const SO_FAR = `from=2000-01&to=${day(0).slice(0, 7)}`
const WORKBENCH = '/research/workbench?rows=country&columns=direction&measures=contracts,amount_usd&chart=bar'

async function whenThereAreFigures(page: Page, path: string): Promise<void> {
  // The figures follow the journal; a reader that another process left behind gives up its place after a minute.
  await expect(async () => {
    await page.goto(path)
    await expect(page.getByRole('grid').first()).toBeVisible({ timeout: 8_000 })
  }).toPass({ timeout: 120_000 })
}

test('from the overview into one country, and back by the path', async ({ browser }) => {
  test.setTimeout(240_000)
  const researcher = await Person.inRole(browser, 'researcher', DESK, `/research/analyses/countries?${SO_FAR}`)
  const { page } = researcher
  const panel = page.locator('section.panel').first()
  await expect(panel).toBeVisible()
  await panel.getByRole('button', { name: '数据表' }).click()
  const heading = panel.getByRole('grid').getByRole('rowheader').first()
  const country = (await heading.innerText()).trim()
  await heading.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/filter=country/)
  const path = page.getByRole('navigation', { name: '当前范围' })
  await expect(path).toContainText(country)
  await expectAccessible(page)

  // Another analysis keeps the selection.
  await page.getByRole('navigation', { name: '专题分析列表' }).getByRole('link', { name: '行业', exact: true }).click()
  await expect(page).toHaveURL(/\/research\/analyses\/industries\?.*filter=country/)
  await expect(path).toContainText(country)
  await path.getByRole('link', { name: '全部' }).click()
  await expect(page).not.toHaveURL(/filter/)
  await expect(path).toHaveCount(0)
  await researcher.leaves()
})

test('the overview is read, printed and opened on a phone', async ({ browser }) => {
  test.setTimeout(240_000)
  const researcher = await Person.inRole(browser, 'researcher', DESK, `/research?${SO_FAR}`)
  const { page } = researcher
  await expect(page.locator('section.panel').first()).toBeVisible()
  await expectAccessible(page)
  await page.goto('/research')
  await expect(page.locator('section.panel').first()).toBeVisible()
  await atTop(page.getByRole('main').locator('.headline'))
  await picture(page, 'research-overview')
  await page.goto(`/research?${SO_FAR}`)
  await expect(page.locator('section.panel').first()).toBeVisible()

  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: '数据研究栏目' })).toBeHidden()
  // On paper every chart has its figures below.
  await expect(page.locator('section.panel table').first()).toBeVisible()
  await page.emulateMedia({ media: 'screen' })

  await page.setViewportSize(PHONE)
  await expectNoSidewaysScroll(page)
  await page.evaluate(() => window.scrollTo({ top: 0 }))
  await picture(page, 'phone-research')
  await researcher.leaves()
})

test('a question is put together by keyboard and by mouse, kept, shared and cited', async ({ browser, playwright }) => {
  test.setTimeout(240_000)
  const researcher = await Person.inRole(browser, 'researcher')
  const { page } = researcher
  await whenThereAreFigures(page, WORKBENCH)

  // Space takes, arrows move, space puts.
  const rows = page.getByRole('region', { name: '行', exact: true })
  await page.getByRole('region', { name: '可用维度' }).getByRole('button', { name: '国民经济行业' }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Space')
  await expect(page).toHaveURL(/rows=industry,country/)
  await expect(rows.getByRole('button', { name: '国民经济行业', exact: true })).toBeFocused()

  // The mouse drags it out again.
  const chip = rows.getByRole('button', { name: '国民经济行业', exact: true })
  const from = await chip.boundingBox()
  const to = await page.getByRole('region', { name: '可用维度' }).boundingBox()
  if (from === null || to === null) throw new Error('nothing to drag')
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 })
  await page.mouse.up()
  await expect(page).not.toHaveURL(/industry/)
  await expectAccessible(page)

  await page.getByRole('button', { name: '保存当前查询' }).click()
  const keep = page.getByRole('dialog', { name: '保存当前查询' })
  await keep.getByLabel('名称').fill('国家与方向')
  await keep.getByRole('checkbox', { name: '共享给可做研究的同事' }).check()
  await keep.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('navigation', { name: '保存的查询' }).getByRole('link', { name: /国家与方向/ })).toHaveAttribute('aria-current', 'true')

  await page.getByRole('button', { name: '引用', exact: true }).click()
  const cite = page.getByRole('dialog', { name: '固定链接与引用' })
  await expect(cite.getByRole('link', { name: /\/p\/[0-9A-Za-z]{20}$/ })).toBeVisible()
  await expectAccessible(page)
  await cite.getByRole('button', { name: '关闭' }).last().click()
  await researcher.leaves()

  // Nothing stays behind for the tests after this one.
  const request = await playwright.request.newContext({ baseURL: address() })
  const headers = await bearerOf(request, 'researcher')
  const { items } = (await (await request.get('/api/v1/research/views', { headers })).json()) as { items: { id: string; name: string }[] }
  for (const { id } of items.filter((one) => one.name === '国家与方向')) expect((await request.delete(`/api/v1/research/views/${id}`, { headers })).ok()).toBe(true)
  await request.dispose()
})

test('addresses of questions from before the workbench still lead to their figures', async ({ browser }) => {
  test.setTimeout(240_000)
  const researcher = await Person.inRole(browser, 'researcher', PHONE)
  const { page } = researcher
  await whenThereAreFigures(page, '/research?rows=country&measures=contracts&filter=direction:import')
  await expect(page).toHaveURL(/\/research\/workbench\?/)
  await settled(page)
  expect(await barriersOf(page)).toEqual([])
  await expectNoSidewaysScroll(page)
  await researcher.leaves()
})
