// A company admits a colleague, who sets a password by mail, changes it, forgets it, and is disabled.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './portal.ts'
import { expectAccessible, expectNoSidewaysScroll, Person, PHONE } from './support.ts'

const EMAIL = 'xin.tongshi@demo.example'
const [FIRST, SECOND, THIRD] = ['三条安静的小河流过苏州城外', '四座旧石桥跨过平江路上的水', '五月的枇杷熟了挂满东山树头'].map((words) => `${words} 2026`) as [string, string, string]

/** The text of a mail, whichever way it is encoded. */
function textOf(message: string): string {
  const [head = '', ...rest] = message.replaceAll('\r\n', '\n').split('\n\n')
  const body = rest.join('\n\n')
  if (/transfer-encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString()
  if (!/transfer-encoding: quoted-printable/i.test(head)) return body
  const bytes = body.replaceAll('=\n', '').replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** The link in the mail to an address that says this; it is waited for. */
async function linkIn(words: string): Promise<string> {
  const folder = join(process.env['PORTAL_DATA'] ?? '', 'mail')
  let link = ''
  await expect(async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
    const texts = await Promise.all(files.map(async (name) => textOf(await readFile(join(folder, name), 'utf8'))))
    const mail = texts.find((text) => text.includes(EMAIL) && text.includes(words))
    link = /https?:\S+\/set-password#\S+/.exec(mail ?? '')?.[0] ?? ''
    expect(link).not.toBe('')
  }).toPass({ timeout: 30_000 })
  return link
}

test('an account: admitted, set, changed, forgotten, disabled', async ({ browser }) => {
  test.setTimeout(240_000)
  const company = await Person.inRole(browser, 'company')
  const { page } = company
  await page.getByRole('link', { name: '我的账号' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '我的账号' })).toBeVisible()
  await page.getByLabel('姓名').fill('新同事')
  await page.getByLabel('电子邮箱').fill(EMAIL)
  await page.getByRole('button', { name: '添加同事' }).click()
  await expect(page.getByRole('cell', { name: EMAIL })).toBeVisible()
  await expectAccessible(page)

  const invitation = await linkIn('7 天')
  const colleague = await Person.arrives(browser, invitation, PHONE)
  await colleague.page.getByLabel('新密码').fill('太短')
  await colleague.page.getByRole('button', { name: '设置密码' }).click()
  await expect(colleague.page.locator('#new-password-notes')).toContainText('15 个字符')
  await expectNoSidewaysScroll(colleague.page)
  await expectAccessible(colleague.page)
  await colleague.page.getByLabel('新密码').fill(FIRST)
  await colleague.page.getByRole('button', { name: '设置密码' }).click()
  await expect(colleague.page.getByText('密码已设置')).toBeVisible()
  await colleague.page.getByRole('main').getByRole('link', { name: '登录' }).click()
  await colleague.signsIn({ email: EMAIL, password: FIRST })

  // Somewhere else the same person is signed in too, until the password changes.
  const elsewhere = await Person.arrives(browser, '/sign-in')
  await elsewhere.signsIn({ email: EMAIL, password: FIRST })
  await colleague.page.goto('/account')
  await colleague.page.getByLabel('当前密码').fill(SECOND)
  await colleague.page.getByLabel('新密码').fill(SECOND)
  await colleague.page.getByRole('button', { name: '修改密码' }).click()
  await expect(colleague.page.getByText('当前密码不正确')).toBeVisible()
  await expectNoSidewaysScroll(colleague.page)
  await expectAccessible(colleague.page)
  await colleague.page.getByLabel('当前密码').fill(FIRST)
  await colleague.page.getByRole('button', { name: '修改密码' }).click()
  await expect(colleague.page.getByText('密码已修改')).toBeVisible()
  await colleague.page.goto('/filings')
  await expect(colleague.page.getByRole('heading', { level: 1, name: '我的申请' })).toBeVisible()

  await elsewhere.page.goto('/account')
  await expect(elsewhere.page).toHaveURL(/sign-in/)
  // A page of its own: requests of the one before it would keep this one from coming to rest.
  await elsewhere.page.goto('/sign-in')
  await elsewhere.page.getByRole('link', { name: '忘记密码？' }).click()
  await elsewhere.page.getByLabel('电子邮箱').fill(EMAIL)
  await expectAccessible(elsewhere.page)
  await elsewhere.page.getByRole('button', { name: '发送链接' }).click()
  await expect(elsewhere.page.getByRole('heading', { name: '请查收邮件' })).toBeVisible()
  const link = await linkIn('10 分钟')
  await elsewhere.page.goto(link)
  await elsewhere.page.getByLabel('新密码').fill(THIRD)
  await elsewhere.page.getByRole('button', { name: '设置密码' }).click()
  await expect(elsewhere.page.getByText('密码已设置')).toBeVisible()
  await elsewhere.page.reload()
  await elsewhere.page.getByLabel('新密码').fill(SECOND)
  await elsewhere.page.getByRole('button', { name: '设置密码' }).click()
  await expect(elsewhere.page.getByRole('heading', { name: '链接已失效' })).toBeVisible()
  await elsewhere.page.goto('/sign-in')
  await elsewhere.signsIn({ email: EMAIL, password: THIRD })

  await page.getByRole('button', { name: '停用 新同事' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await expect(page.getByRole('button', { name: '启用 新同事' })).toBeVisible()
  await elsewhere.page.goto('/account')
  await expect(elsewhere.page).toHaveURL(/sign-in/)
  await company.leaves()
  await colleague.leaves()
  await elsewhere.leaves()
})
