// Events come to a company's system: an address is registered, tried, repaired, sent to again, given other keys and switched off. And the
// centre admits the system of a bank, sees its secret once, and shuts it out.
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Locator, type Page } from '@playwright/test'
import { address, test } from './portal.ts'
import { DESK, expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

interface Arrived {
  id: string
  timestamp: string
  signatures: string[]
  body: string
}

/** A system that keeps what it is sent, and answers with `status`. */
async function receiver() {
  const arrived: Arrived[] = []
  const state = { status: 204 }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      arrived.push({
        id: header(request, 'webhook-id'),
        timestamp: header(request, 'webhook-timestamp'),
        signatures: header(request, 'webhook-signature').split(' '),
        body: Buffer.concat(pieces).toString('utf8'),
      })
      response.writeHead(state.status).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    const ended = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await ended
  }
  return { url: `http://127.0.0.1:${String(port)}/portal`, arrived, state, close }
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

/** Whether one of its signatures is by this secret (Standard Webhooks, `v1`). */
function signedBy(one: Arrived, secret: string): boolean {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${one.id}.${one.timestamp}.${one.body}`).digest('base64')
  return one.signatures.includes(`v1,${signature}`)
}

/** The secret that is shown once, put away. */
async function kept(page: Page): Promise<string> {
  const shown = page.getByRole('alert').filter({ hasText: '密钥只显示这一次' })
  await expect(shown).toBeFocused()
  const secret = (await shown.locator('.secret').textContent()) ?? ''
  await expectAccessible(page)
  await shown.getByRole('button', { name: '我已保存' }).click()
  await expect(page.getByText(secret)).toHaveCount(0)
  return secret
}

/** The log says this of a delivery; it is read anew until it does. */
async function logged(card: Locator, text: string): Promise<void> {
  await expect(async () => {
    await card.getByRole('button', { name: '刷新' }).click({ timeout: 5_000 })
    await expect(card.getByText(text).locator('visible=true').first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
}

async function confirmed(page: Page, card: Locator, action: string): Promise<void> {
  await card.getByRole('button', { name: action, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click()
}

test('events of a company arrive at its system, and the page tells what did not', async ({ browser }) => {
  const system = await receiver()
  const company = await Person.inRole(browser, 'company', DESK, '/partners/new')
  const { page } = company
  await page.getByLabel('系统名称').fill('ERP 事件')
  await page.getByRole('checkbox', { name: '查看推送设置和记录' }).check()
  await page.getByRole('checkbox', { name: '设置推送、重新推送' }).check()
  await page.getByRole('button', { name: '接入', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'ERP 事件' })).toBeVisible()
  await page.getByRole('main').getByRole('link', { name: '事件推送' }).click()

  await expect(page.getByText('还没有推送地址')).toBeVisible()
  await page.getByRole('button', { name: '新建推送地址' }).click()
  await page.getByRole('textbox', { name: '推送地址' }).fill('http://192.0.2.1/')
  await page.getByRole('textbox', { name: '说明' }).fill('ERP 正式环境')
  await page.getByRole('button', { name: '建立', exact: true }).click()
  await expect(page.locator('[id$="-notes"]').first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: '推送地址' }).fill(system.url)
  await page.getByRole('button', { name: '建立', exact: true }).click()
  const secret = await kept(page)
  expect(secret).toMatch(/^whsec_/)

  const card = page.getByRole('region', { name: 'ERP 正式环境' })
  await expect(card.getByText('推送中')).toBeVisible()
  await card.getByRole('button', { name: '发送测试' }).click()
  await expect.poll(() => system.arrived.length).toBe(1)
  const [first] = system.arrived
  expect(first !== undefined && signedBy(first, secret)).toBe(true)
  expect(JSON.parse(first?.body ?? '{}')).toMatchObject({ type: 'endpoint.test' })
  await logged(card, '1 次，已送达')
  await expectAccessible(page)

  // What the system does not take any more is said, and waits until it is repaired.
  system.state.status = 410
  await card.getByRole('button', { name: '发送测试' }).click()
  await expect.poll(() => system.arrived.length).toBe(2)
  await logged(card, '1 次，对方不再接收')
  await expect(async () => {
    await page.reload()
    await expect(card.getByText('推送已停用；请检查接收程序后启用')).toBeVisible({ timeout: 3_000 })
  }).toPass({ timeout: 30_000 })
  await expectAccessible(page)
  system.state.status = 204
  await card.getByRole('button', { name: '启用' }).click()
  await expect.poll(() => system.arrived.length).toBe(3)
  expect(system.arrived[2]?.id).toBe(system.arrived[1]?.id)
  await card.getByRole('button', { name: '查看推送记录' }).click()
  await logged(card, '2 次，已送达')

  // Sent again from the page, it is known by its id.
  await card.getByRole('button', { name: `再次推送 ${first?.id ?? ''}` }).click()
  await expect.poll(() => system.arrived.length).toBe(4)
  expect(system.arrived[3]?.id).toBe(first?.id)
  await page.setViewportSize(PHONE)
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })

  // For a day both keys sign.
  await confirmed(page, card, '更换密钥')
  const next = await kept(page)
  expect(next).not.toBe(secret)
  await expect(card.getByText('原公钥')).toBeVisible()
  await card.getByRole('button', { name: '发送测试' }).click()
  await expect.poll(() => system.arrived.length).toBe(5)
  const last = system.arrived[4]
  expect(last !== undefined && signedBy(last, secret) && signedBy(last, next)).toBe(true)

  await confirmed(page, card, '停用')
  await expect(card.getByText('推送已停用；启用后可补发期间的事件。')).toBeVisible()
  await expect(card.getByRole('button', { name: '发送测试' })).toHaveCount(0)
  expect(system.arrived).toHaveLength(5)
  await company.leaves()
  await system.close()
})

test('the centre admits the system of a bank, whose secret is seen once, and shuts it out', async ({ browser, playwright }) => {
  const admin = await Person.inRole(browser, 'security_admin', DESK, '/partners')
  const { page } = admin
  await expectAccessible(page)
  await page.getByRole('main').getByRole('link', { name: '新接入系统' }).click()
  await page.getByLabel('系统名称').fill('示例银行付汇系统')
  await page.getByRole('checkbox', { name: '核验登记证并查看付款核对信息' }).check()
  // Whom to tell must be known of a body that has no account.
  await expect(page.getByRole('button', { name: '接入', exact: true })).toBeDisabled()
  await page.getByLabel('通知邮箱').fill('payments@bank.example')
  await expectAccessible(page)
  await page.getByRole('button', { name: '接入', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '示例银行付汇系统' })).toBeVisible()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('button', { name: '新建密钥' }).click()
  const secret = await kept(page)
  expect(secret).toMatch(/^ttp_/)

  const program = await playwright.request.newContext({ baseURL: address() })
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret }
  const token = ((await (await program.post('/oauth/token', { form })).json()) as { access_token: string }).access_token
  const question = { credential: 'nothing', currency: 'EUR' }
  const asked = () => program.post('/api/v1/verify/payment', { headers: { Authorization: `Bearer ${token}` }, data: question })
  expect([200, 422]).toContain((await asked()).status())

  await confirmed(page, page.getByRole('main'), '停用')
  await expect(page.getByText('该系统已由中心停用，不能访问')).toBeVisible()
  expect((await asked()).status()).toBe(401)
  expect((await program.post('/oauth/token', { form })).status()).toBe(401)
  await page.goto('/partners')
  await expect(page.getByRole('row', { name: /示例银行付汇系统/ }).getByText('已停用')).toBeVisible()
  await program.dispose()
  await admin.leaves()
})
