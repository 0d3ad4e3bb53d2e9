// How a person's hands and eyes work here: choosing from lists, looking for faults that a screen reader or a phone meets.
import { expect, type APIRequestContext, type Browser, type Locator, type Page } from '@playwright/test'
import axe from 'axe-core'
import { join } from 'node:path'
import { account, address, type Account } from './portal.ts'

const SCREENSHOTS = join(import.meta.dirname, '../../docs/screenshots')
export const DESK = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

/** Where people of a role begin (`landingFor` in frontend/src/session); the others at /work. */
const LANDINGS = new Map([
  ['company', '/filings'],
  ['reviewer', '/queue'],
  ['approver', '/queue'],
  ['desk_manager', '/queue'],
  ['researcher', '/research'],
])

/** A person with a browser of their own. Whatever the page complains about in the console fails the test that asks. */
export class Person {
  readonly complaints: string[] = []

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      // The browser reports every answer 4xx; the pages handle those, and the tests look at what they say.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) this.complaints.push(message.text())
    })
  }

  static async arrives(browser: Browser, path = '/', viewport?: { width: number; height: number }): Promise<Person> {
    const context = await browser.newContext({ baseURL: address(), ...(viewport ? { viewport } : {}) })
    const person = new Person(await context.newPage())
    await person.page.goto(path)
    return person
  }

  /** Somebody of this role, let in past the form, at `path` or where their work begins. `signsIn` types: the walk over every page does
   *  so for each role at both widths. */
  static async inRole(browser: Browser, role: string, viewport = DESK, path = LANDINGS.get(role) ?? '/work'): Promise<Person> {
    const person = await Person.arrives(browser, '/health/live', viewport)
    await person.page.evaluate(async ({ email, password }) => {
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch('/api/v1/auth/login', { method: 'POST', headers, body: JSON.stringify({ email, password }) })
      if (!answer.ok) throw new Error(`${email} is not let in: ${String(answer.status)}`)
      // What the form leaves behind besides the cookie (frontend/src/session).
      localStorage.setItem('portal.signed-in', '1')
    }, account(role))
    // Whoever goes on at once is signed in, and no request of the page that is left is still on its way.
    await Promise.all([person.page.waitForResponse((answer) => answer.url().endsWith('/auth/refresh')), person.page.goto(path)])
    return person
  }

  async signsIn({ email, password }: { email: string; password: string }): Promise<void> {
    await this.page.getByLabel('电子邮箱').fill(email)
    await this.page.getByLabel('密码').fill(password)
    await this.page.getByRole('main').getByRole('button', { name: '登录' }).click()
    await expect(this.page).not.toHaveURL(/sign-in/)
  }

  async leaves(): Promise<void> {
    expect(this.complaints).toEqual([])
    await this.page.context().close()
  }
}

/** Picks an option of a list that can be searched. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  // The drawn box takes the click; the real input lies behind its placeholder.
  const box = page.locator('.el-select__wrapper', { has: page.getByRole('combobox', { name: label }) })
  const wanted = page.getByRole('listbox').getByRole('option', { name: option, exact: true }).locator('visible=true')
  // A list that a busy page has closed again is opened once more, as a person would.
  await expect(async () => {
    if (!(await wanted.isVisible())) await box.click({ timeout: 5_000 })
    await wanted.click({ timeout: 5_000 })
  }).toPass({ timeout: 30_000 })
}

/** What a field says about itself, below the control. */
export function noteOn(page: Page, label: string): Locator {
  const field = page.locator('.field', { has: page.locator('.label').filter({ hasText: new RegExp(`^\\s*${label}\\s*(\\*|选填)?\\s*$`) }) })
  return field.locator('[id$="-notes"]')
}

/** Every barrier that axe finds, whatever it calls it: contrast, and names that differ from what is seen, included. What is in frames is
 *  the browser's own: it shows papers there. */
export async function barriersOf(page: Page): Promise<string[]> {
  // Half a megabyte: once for each document.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: loaded } = window as unknown as { axe: typeof axe }
    const rules = { 'color-contrast': { enabled: true }, 'label-content-name-mismatch': { enabled: true } }
    // What passes is judged all the same, but each of its elements is not described.
    const { violations } = await loaded.run(document, { rules, iframes: false, resultTypes: ['violations'] })
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`)
  })
}

/** Fails on any barrier. */
export async function expectAccessible(page: Page): Promise<void> {
  await settled(page)
  expect(await barriersOf(page), new URL(page.url()).pathname).toEqual([])
}

/** A phone scrolls one way only. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  await settled(page)
  const { content, window: width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }))
  expect(content, new URL(page.url()).pathname).toBeLessThanOrEqual(width)
}

/** The same of a page that is open at a desk: it is looked at on a phone, and goes on at the desk. */
export const fitsPhone = (page: Page): Promise<void> => fitsAt(page, PHONE)

/** The same the other way round. */
export const fitsDesk = (page: Page): Promise<void> => fitsAt(page, DESK)

async function fitsAt(page: Page, size: typeof DESK): Promise<void> {
  const open = page.viewportSize() ?? DESK
  await page.setViewportSize(size)
  await expectNoSidewaysScroll(page)
  await page.setViewportSize(open)
}

/** Nothing is on its way any more: no request, no notice that fades, no animation. */
export async function settled(page: Page): Promise<void> {
  // A request that outlives the page that asked is counted for ever as on its way: what follows does not wait for it.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined)
  await expect(page.locator('.el-message, .el-loading-mask, [aria-busy="true"]')).toHaveCount(0)
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))))
}

/** Scrolls until the part begins right below the top bar. */
export async function atTop(part: Locator): Promise<void> {
  await part.evaluate((element) => element.scrollIntoView({ block: 'start' }))
}

/** A picture for the README. */
export async function picture(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), animations: 'disabled', caret: 'hide' })
}

/** An 18-character unified social credit code with right check characters (GB 11714 and GB 32100-2015). */
export function creditCode(district: string, organisation: string): string {
  const value = (characters: string, one: string) => characters.indexOf(one)
  const ORGANISATION = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, index) => total + weight * value(ORGANISATION, organisation.charAt(index)), 0)
  const check = 11 - (sum % 11)
  const body = `91${district}${organisation}${check === 10 ? 'X' : check === 11 ? '0' : String(check)}`
  const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  let weight = 1
  let total = 0
  for (const one of body) {
    total += weight * value(CREDIT, one)
    weight = (weight * 3) % 31
  }
  return body + CREDIT.charAt((31 - (total % 31)) % 31)
}

/** A calendar date so many days from today, as Suzhou counts. */
export function day(offset: number): string {
  return new Date(Date.now() + (8 * 60 * 60 + offset * 24 * 60 * 60) * 1000).toISOString().slice(0, 10)
}

/** A small PDF to upload. */
export function paper(name: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4\n% ${name}\n%%EOF\n`) }
}

/** Writes an opinion on the open case. */
export async function judge(page: Page, action: string, opinion: string, send: string) {
  await page.getByRole('button', { name: action }).click()
  const dialog = page.getByRole('dialog', { name: action })
  await dialog.getByRole('radio', { name: '准予登记' }).check()
  await dialog.getByLabel('意见').fill(opinion)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: send }).click()
  await expect(dialog).toBeHidden()
}

/** Takes an application through the desk: one person reviews it, another decides. `look` is what else is to be seen of the open case. */
export async function register(browser: Browser, filing: string, look?: (page: Page) => Promise<void>): Promise<void> {
  const reviewer = await Person.inRole(browser, 'reviewer', DESK, `/cases/${filing}`)
  await reviewer.page.getByRole('button', { name: '领取' }).click()
  await look?.(reviewer.page)
  await judge(reviewer.page, '提出初审意见', '材料齐全，内容一致，建议准予。', '提交初审意见')
  await reviewer.leaves()
  const approver = await Person.inRole(browser, 'approver', DESK, `/cases/${filing}`)
  await judge(approver.page, '作出决定', '同意。', '作出决定')
  await expect(approver.page.getByText('无需操作，本件已办结')).toBeVisible()
  await approver.leaves()
}

/** Tokens live for fifteen minutes: one serves for ten of them, at one portal. */
const tokens = new Map<string, { authorization: string; until: number }>()

/** What lets that person in by program. */
export async function tokenOf(request: APIRequestContext, { email, password }: Account): Promise<{ Authorization: string }> {
  const whose = `${email} at ${address()}`
  let token = tokens.get(whose)
  if (token === undefined || Date.now() > token.until) {
    const answer = await request.post('/api/v1/auth/login', { data: { email, password } })
    expect(answer.ok(), `${whose}: ${await answer.text()}`).toBe(true)
    const { access_token } = (await answer.json()) as { access_token: string }
    token = { authorization: `Bearer ${access_token}`, until: Date.now() + 600_000 }
    tokens.set(whose, token)
  }
  return { Authorization: token.authorization }
}

/** Someone's token, for what a test only needs to be there. */
export async function bearerOf(request: APIRequestContext, role: string): Promise<{ Authorization: string }> {
  return tokenOf(request, account(role))
}
