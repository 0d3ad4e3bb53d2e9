// Every page of the router, by somebody who opens it, at a desk and on a phone: no barrier, no sideways scrolling, one row on top.
import { join } from 'node:path'
import { expect, type APIRequestContext } from '@playwright/test'
import { EVERY_PAGE, type PageVisit } from '../../frontend/src/router/everyPage.ts'
import { account, address, test } from './portal.ts'
import { barriersOf, bearerOf, day, DESK, Person, PHONE, settled } from './support.ts'
import { service, Workbook } from './workbook.ts'

// To be looked at by a person: a picture of each page, when somebody says where to.
const PICTURES = process.env.PICTURES
const AGENT_CODE = '91320583MA1X0B02LL'

// One worker looks at them at a desk, the other on a phone.
test.describe.configure({ mode: 'parallel' })

type Listed = { items: { id: string; number?: string; certificate_number?: string; company?: { id: string } }[] }
const ids = new Map<string, string>()

test.beforeAll(async ({ playwright }) => {
  // A worker that has the time takes both.
  if (ids.size > 0) return
  const request = await playwright.request.newContext({ baseURL: address() })
  const company = await bearerOf(request, 'company')
  const reviewer = await bearerOf(request, 'reviewer')
  const first = async (headers: Record<string, string>, path: string) => {
    const found = ((await (await request.get(`/api/v1${path}`, { headers })).json()) as Listed).items[0]
    if (found === undefined) throw new Error(`${path} lists nothing to visit`)
    return found
  }
  for (const state of ['draft', 'returned', 'registered']) ids.set(state, (await first(company, `/filings?status=${state}`)).id)
  const contract = await first(company, '/contracts')
  ids.set('contract', contract.id)
  ids.set('certificate', contract.certificate_number ?? '')
  ids.set('company', contract.company?.id ?? '')
  ids.set('bulk', await uploaded(request, company))
  ids.set('drawing', (await first({}, '/open/drawings')).id)
  ids.set('partner', (await first(company, '/partners')).id)
  ids.set('queued', (await first(reviewer, '/queue')).id)
  ids.set('referred', (await first(reviewer, '/finished-filings?state=referred')).id)
  ids.set('mandate', await made(request, company, '/mandates', { agent_uscc: AGENT_CODE, scope: 'all', ends_on: day(60) }))
  ids.set('case', await made(request, reviewer, '/verification-cases', { contract_number: contract.number, text: '请核对合同总价。' }))
  const researcher = await bearerOf(request, 'researcher')
  await made(request, researcher, '/research/detections', {})
  ids.set('finding', (await first(researcher, '/research/findings')).id)
  ids.set('permalink', await made(request, researcher, '/research/permalinks', { query: 'rows=country&measures=contracts' }))
  const file = { name: '对账.csv', mimeType: 'text/csv', buffer: Buffer.from(`合同号,合同名称\n${contract.number ?? ''},另一个名称\n`) }
  const manager = { ...(await bearerOf(request, 'desk_manager')), 'Idempotency-Key': 'e2e-every-page/exchange' }
  const kept = await request.post('/api/v1/exchange/mofcom/imports', { headers: manager, multipart: { file } })
  expect(kept.ok(), await kept.text()).toBe(true)
  ids.set('exchange', ((await kept.json()) as { id: string }).id)
  await request.dispose()
})

// The mandate was for looking at only: whoever comes after gives their own.
test.afterAll(async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: address() })
  const headers = { ...(await bearerOf(request, 'company')), 'Idempotency-Key': 'e2e-every-page-end' }
  const ended = await request.post(`/api/v1/mandates/${ids.get('mandate') ?? ''}/end`, { headers })
  expect(ended.ok(), await ended.text()).toBe(true)
  await request.dispose()
})

async function made(request: APIRequestContext, headers: Record<string, string>, path: string, data: unknown): Promise<string> {
  const answer = await request.post(`/api/v1${path}`, { headers: { ...headers, 'Idempotency-Key': `e2e-every-page${path}` }, data })
  expect(answer.ok(), await answer.text()).toBe(true)
  return ((await answer.json()) as { id: string }).id
}

/** A workbook with a row that becomes a draft and one that does not. */
async function uploaded(request: APIRequestContext, company: Record<string, string>): Promise<string> {
  const template = await request.get('/api/v1/bulk/template', { headers: company })
  const file = Workbook.of(await template.body()).filled('每页.xlsx', [service(91), service(92, { 签订日期: '去年' })])
  const headers = { ...company, 'Idempotency-Key': 'e2e-every-page/bulk' }
  const answer = await request.post('/api/v1/bulk', { headers, multipart: { kind: 'registration', file } })
  expect(answer.ok(), await answer.text()).toBe(true)
  return ((await answer.json()) as { id: string }).id
}

function pathOf({ path }: PageVisit): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids.get(name) ?? name)
}

const roles = [...new Set(EVERY_PAGE.map((page) => page.role))]
for (const [name, viewport] of [['a desk', DESK], ['a phone', PHONE]] as const) {
  for (const role of roles) {
    test(`every page of ${role ?? 'a visitor'} on ${name}`, async ({ browser }) => {
      test.setTimeout(300_000)
      const person = await Person.arrives(browser, role === null ? '/' : '/sign-in', viewport)
      if (role !== null) await person.signsIn(account(role))
      const { page } = person
      const faults: string[] = []
      for (const visit of EVERY_PAGE.filter((one) => one.role === role)) {
        await page.goto(pathOf(visit))
        await expect(page.getByRole('heading', { level: 1 }), visit.path).toBeVisible()
        if (visit.route !== 'not-found') await expect(page.getByText('没有找到'), visit.path).toHaveCount(0)
        await settled(page)
        faults.push(...(await barriersOf(page)).map((barrier) => `${visit.path}: ${barrier}`))
        const { content, width, top } = await page.evaluate(() => ({
          content: document.documentElement.scrollWidth,
          width: document.documentElement.clientWidth,
          top: document.querySelector('header')?.getBoundingClientRect().height ?? 0,
        }))
        if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${role ?? 'visitor'}-${visit.route}-${String(viewport.width)}.png`), fullPage: true, animations: 'disabled' })
        if (content > width) faults.push(`${visit.path}: scrolls sideways, ${String(content)} in ${String(width)}`)
        if (top > 70) faults.push(`${visit.path}: the top bar is ${String(top)} high`)
      }
      expect(faults).toEqual([])
      await person.leaves()
    })
  }
}
