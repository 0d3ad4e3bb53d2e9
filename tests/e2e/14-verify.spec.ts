// A bank checks what a company hands over: by file, by QR code, with a connection and without; and what is wrong is named.
import { chromium, expect, type Page } from '@playwright/test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { account, address, test } from './portal.ts'
import { expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

test.describe.configure({ mode: 'serial' })

/** What the company holds: its certificate on paper (the code's link, and how it looks), as PDF, and a receipt. */
const nothing: Buffer = Buffer.alloc(0)
const held = { number: '', link: '', pdf: nothing, code: nothing, photo: nothing, receipt: nothing }

test.beforeAll(async ({ browser }) => {
  const { email, password } = account('company')
  const company = await Person.arrives(browser, '/sign-in')
  const { page } = company
  const login = await page.request.post('/api/v1/auth/login', { data: { email, password } })
  const { access_token } = (await login.json()) as { access_token: string }
  const ask = (path: string) => page.request.get(`/api/v1${path}`, { headers: { Authorization: `Bearer ${access_token}` } })

  const contracts = (await (await ask('/contracts')).json()) as { items: { id: string; certificate_number: string | null; status: string }[] }
  const contract = contracts.items.find((one) => one.certificate_number !== null && one.status === 'in_force')
  held.number = contract?.certificate_number ?? ''
  const { credential, verify_url } = (await (await ask(`/certificates/${held.number}`)).json()) as { credential: string; verify_url: string }
  held.link = verify_url.includes('#') ? verify_url : `${verify_url}#${credential}`
  held.pdf = await (await ask(`/certificates/${held.number}/pdf`)).body()
  const filings = (await (await ask('/filings')).json()) as { items: { id: string; status: string }[] }
  for (const { id } of filings.items.filter((one) => one.status !== 'draft')) {
    const receipt = await ask(`/filings/${id}/receipt`)
    if (receipt.ok()) held.receipt = await receipt.body()
  }

  await company.signsIn({ ...account('company') })
  await page.goto(`/contracts/${contract?.id ?? ''}`)
  const code = page.getByRole('img', { name: '扫码核验登记证' })
  await code.evaluate((element) => {
    // As large as a camera sees it.
    Object.assign((element as HTMLElement).style, { position: 'fixed', inset: '0', width: '720px', height: '720px', zIndex: '99' })
  })
  held.code = await code.screenshot()
  held.photo = await code.screenshot({ type: 'jpeg', quality: 90 })
  await company.leaves()
})

const certificate = () => ({ name: '登记证.pdf', mimeType: 'application/pdf', buffer: held.pdf })
const answer = (page: Page, title: string) => page.locator('.answer').getByRole('heading', { level: 2, name: title })
const choose = (page: Page, file: { name: string; mimeType: string; buffer: Buffer }) => page.locator('input[type=file]').setInputFiles(file)

/** Drops a file onto the page, as from a folder. */
async function drop(page: Page, { name, mimeType, buffer }: ReturnType<typeof certificate>) {
  const data = await page.evaluateHandle(
    ([bytes, type, called]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], called, { type }))
      return transfer
    },
    [buffer.toString('base64'), mimeType, name] as const,
  )
  await page.dispatchEvent('main', 'drop', { dataTransfer: data })
}

async function paste(page: Page, text: string) {
  await page.getByLabel('登记证编号或核验凭证').fill(text)
  await page.getByRole('button', { name: '核验', exact: true }).click()
}

/** The page is on this device, and what it verifies by. */
async function kept(page: Page) {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('portal.published:')).length)).toBe(3)
}

for (const [size, viewport] of [['a desk', undefined], ['a phone', PHONE]] as const) {
  test(`on ${size}: a file holds, online and without a connection`, async ({ browser }) => {
    const bank = await Person.arrives(browser, '/verify', viewport)
    const { page } = bank
    await expect(page.getByText('文件和摄像头画面只在您的设备上读取')).toBeVisible()
    await kept(page)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)

    await drop(page, certificate())
    await expect(answer(page, '有效')).toBeFocused()
    await expect(page.getByText('凭证签名真实，登记证当前有效。')).toBeVisible()
    await expect(page.getByText('登记簿已答复')).toBeVisible()
    await expect(page.locator('.answer').getByText(held.number).first()).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)

    await page.context().setOffline(true)
    await page.reload()
    await expect(page.getByText('现在没有网络')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await drop(page, certificate())
    await expect(answer(page, '有效')).toContainText('离线核验')
    await expect(page.locator('.answer header')).toContainText(/状态截至 \d{4}年\d{1,2}月\d{1,2}日.*本次核验没有联网/)
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)

    await choose(page, { name: 'receipt.json', mimeType: 'application/json', buffer: held.receipt })
    await expect(answer(page, '回执真实')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectAccessible(page)

    await paste(page, held.number)
    await expect(page.getByText('连接不上服务器')).toBeVisible()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: '重试' }).click()
    await expect(page.getByText('登记证在登记簿中，当前有效。')).toBeVisible()
    await bank.leaves()
  })
}

test('a picture of the QR code holds', async ({ browser }) => {
  const bank = await Person.arrives(browser, '/verify')
  const { page } = bank
  await choose(page, { name: '截图.png', mimeType: 'image/png', buffer: held.code })
  await expect(answer(page, '有效')).toBeVisible()
  await expect(page.getByText('编号一致')).toBeVisible()
  await bank.leaves()
})

test('what is wrong is named', async ({ browser }) => {
  const bank = await Person.arrives(browser, '/verify')
  const { page } = bank
  // The credential as the PDF carries it: in the certificate of another number it is noticed.
  await choose(page, { ...certificate(), buffer: Buffer.from(held.pdf.toString('latin1').replaceAll(held.number, 'SZI26-AAAA-AAAA-A'), 'latin1') })
  await expect(page.getByText('凭证属于另一份登记证')).toBeVisible()
  await choose(page, { name: '发票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') })
  await expect(page.getByText('这份 PDF 中没有凭证')).toBeVisible()
  await choose(page, { name: '照片.png', mimeType: 'image/png', buffer: await page.screenshot() })
  await expect(page.getByText('图片中没有找到二维码')).toBeVisible()

  const receipt = JSON.parse(held.receipt.toString()) as { accepted_at: string }
  await choose(page, { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ ...receipt, accepted_at: '2020-01-01T00:00:00Z' })) })
  await expect(page.getByText('回执所写的内容与日志条目不一致')).toBeVisible()
  await expectAccessible(page)

  await paste(page, held.link.slice(0, -40))
  await expect(page.getByText('凭证不完整')).toBeVisible()
  const at = held.link.length - 60
  await paste(page, `${held.link.slice(0, at)}${held.link.charAt(at) === 'A' ? 'B' : 'A'}${held.link.slice(at + 1)}`)
  await expect(page.getByText('凭证签名不正确或内容被改动过，请勿采信。')).toBeVisible()
  await expectAccessible(page)

  await paste(page, '')
  await expect(page.getByText('请输入登记证编号或粘贴凭证。')).toBeVisible()
  await bank.leaves()
})

test('the camera reads the code', async () => {
  // A camera that shows the paper: one picture after the other, each a JPEG.
  const folder = await mkdtemp(join(tmpdir(), 'portal-camera-'))
  const film = join(folder, 'paper.mjpeg')
  await writeFile(film, Buffer.concat(Array.from({ length: 10 }, () => held.photo)))
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  })
  try {
    const context = await browser.newContext({ baseURL: address(), viewport: PHONE, locale: 'zh-CN', permissions: ['camera'] })
    const page = await context.newPage()
    await page.goto('/verify')
    await page.getByRole('button', { name: '扫描二维码' }).click()
    await expect(answer(page, '有效')).toBeVisible()
    await expect(page.getByText('编号一致')).toBeVisible()

  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
})
