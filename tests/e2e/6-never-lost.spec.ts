// Nothing typed, uploaded or submitted is lost: not with the line, not with the answer, not with a colleague at the same form.
import { expect } from '@playwright/test'
import { drafted, read } from './filed.ts'
import { account, address, test } from './portal.ts'
import { choose, DESK, expectAccessible, paper, Person } from './support.ts'

test('what is typed without a line waits in the browser and is offered again', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', DESK, '/filings/new')
  const { page } = company
  await page.getByLabel('合同名称（中文）').fill('断线试验合同')
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  const address = page.url()
  await page.route('**/api/v1/filings/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await page.getByLabel('合同概况').fill('断线时写下的内容。')
  await expect(page.getByText('内容已存在本机').first()).toBeVisible()
  // The page is closed at once; a new one knows of the copy.
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto('/filings')
  await page.unroute('**/api/v1/filings/**')
  await page.goto(address)
  const offer = page.getByText('本机有一份没有保存成功的内容')
  await expect(offer).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: '恢复', exact: true }).click()
  await expect(page.getByLabel('合同概况')).toHaveValue('断线时写下的内容。')
  await expect(page.getByText(/已保存 \d\d:\d\d|会自动保存/).first()).toBeVisible()
  await company.leaves()
})

test('whoever leaves one page for the next before it has come stays signed in', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company')
  const { page } = company
  for (let turn = 0; turn < 8; turn += 1) {
    const renewed = page.waitForRequest('**/api/v1/auth/refresh')
    await page.goto('/filings', { waitUntil: 'commit' })
    await renewed
  }
  await page.goto('/filings')
  await expect(page.getByRole('heading', { level: 1, name: '我的申请' })).toBeVisible()
  await company.leaves()
})

test('two people at one form choose field by field', async ({ browser }) => {
  const [one, other] = [await Person.inRole(browser, 'company'), await Person.inRole(browser, 'company')]
  await one.page.goto('/filings/new')
  await one.page.getByLabel('合同名称（中文）').fill('两人同填试验合同')
  await expect(one.page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await other.page.goto(one.page.url())
  await expect(other.page.getByLabel('合同名称（中文）')).toHaveValue('两人同填试验合同')
  await other.page.getByLabel('合同概况').fill('同事写的概况。')
  await other.page.getByLabel('合同名称（中文）').fill('同事改的名称')
  await expect(other.page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  await one.page.getByLabel('合同名称（中文）').fill('我改的名称')
  const dialog = one.page.getByRole('dialog', { name: '这份申请在别处被修改过' })
  await expect(dialog).toContainText('其中 1 项两边都改了')
  await expectAccessible(one.page)
  await dialog.getByRole('radiogroup', { name: '合同名称（中文）' }).getByText('别处：同事改的名称').click()
  await dialog.getByRole('button', { name: '按所选保存' }).click()
  await expect(one.page.getByLabel('合同名称（中文）')).toHaveValue('同事改的名称')
  await expect(one.page.getByLabel('合同概况')).toHaveValue('同事写的概况。')
  await one.leaves()
  await other.leaves()
})

test('an upload goes on after the line was cut', async ({ browser }) => {
  const company = await Person.inRole(browser, 'company', DESK, '/filings/new')
  const { page } = company
  await page.getByRole('radio', { name: '技术进口' }).check()
  await page.getByLabel('合同名称（中文）').fill('大文件上传试验合同')
  await choose(page, '合同类型', '技术秘密许可')
  await expect(page.getByText(/已保存 \d\d:\d\d/).first()).toBeVisible()
  let parts = 0
  await page.route('**/uploads/*', (route) => {
    if (route.request().method() !== 'PATCH') return route.continue()
    parts += 1
    return parts === 2 ? route.abort() : route.continue()
  })
  const big = paper('合同副本')
  await page.getByLabel('上传合同副本').setInputFiles({ ...big, buffer: Buffer.concat([big.buffer, Buffer.alloc(1_500_000, '%')]) })
  await expect(page.getByRole('button', { name: '删除 合同副本.pdf' })).toBeVisible()
  // Three parts of half a megabyte, and the one that was cut.
  expect(parts).toBe(4)
  await company.leaves()
})

test('a submission whose answer was lost has its receipt, and is there once', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const filing = await drafted(request, '答复丢失试验', 730_001)
  const company = await Person.inRole(browser, 'company')
  const { page } = company
  const kept = () => page.evaluate((id) => localStorage.getItem(`portal.submit.${id}`), filing)
  await page.goto(`/filings/${filing}`)
  // The service takes it, and its answer does not arrive, however often the page asks.
  const keys = new Set<string>()
  await page.route('**/api/v1/filings/*/submit', async (route) => {
    keys.add(route.request().headers()['idempotency-key'] ?? '')
    await route.fetch()
    await route.abort()
  })
  await page.getByRole('button', { name: '核查并提交' }).click()
  const dialog = page.getByRole('dialog', { name: '确认提交' })
  await dialog.getByRole('checkbox', { name: '我声明' }).check()
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  expect(keys.size).toBe(1)
  expect(await kept()).toContain([...keys][0] ?? '')
  await page.unroute('**/api/v1/filings/*/submit')

  // A new page asks once more, under the key of the lost one.
  await page.goto(`/filings/${filing}/receipt`)
  await expect(page.getByText('已在您的浏览器中验证')).toBeVisible()
  expect(await kept()).toBeNull()
  const { items } = await read<{ items: unknown[] }>(request, account('company'), `/filings/${filing}/rounds`)
  expect(items).toHaveLength(1)
  await request.dispose()
  await company.leaves()
})

test('a submission that never left is sent when the form opens again', async ({ browser, playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const filing = await drafted(request, '未曾送出试验', 730_002)
  await request.dispose()
  const company = await Person.inRole(browser, 'company', DESK, `/filings/${filing}`)
  const { page } = company
  await page.route('**/api/v1/filings/*/submit', (route) => route.abort())
  await page.getByRole('button', { name: '核查并提交' }).click()
  const dialog = page.getByRole('dialog', { name: '确认提交' })
  await dialog.getByRole('checkbox', { name: '我声明' }).check()
  await dialog.getByRole('button', { name: '确认提交' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await page.reload()
  await expect(page.getByText('上次提交没有收到答复')).toBeVisible()
  await expectAccessible(page)
  await page.unroute('**/api/v1/filings/*/submit')
  await page.getByRole('button', { name: '再次确认' }).click()
  await expect(page.getByText('提交成功，受理回执已生成。')).toBeVisible()
  await company.leaves()
})
