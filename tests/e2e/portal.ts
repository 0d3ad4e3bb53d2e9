// The real binary on a folder of its own with demonstration data: one for each worker, started before its tests and stopped after them.
// What a credential says about its issuer is the portal's address, so that the demonstration data of one is of no use to another.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { test as base } from '@playwright/test'

const run = promisify(execFile)
/** Contracts of earlier years: enough for every figure to have something to say, few enough to start at once. */
const LIVES = '300'
const binary = resolve(import.meta.dirname, process.env['PORTAL_BINARY'] ?? '../../target/debug/tech-trade-portal')

export interface Account {
  role: string
  email: string
  password: string
  name: string
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The base address of the running portal. */
export const address = () => process.env['PORTAL_BASE_URL'] ?? ''

/** A demonstration account of a role: the first one, or one of the others. */
export function account(role: string, which = 0): Account {
  const accounts = JSON.parse(process.env['E2E_ACCOUNTS'] ?? '[]') as Account[]
  const found = accounts.filter((one) => one.role === role)[which]
  if (found === undefined) throw new Error(`no demonstration account for ${role}`)
  return found
}

/** Runs a command of the binary on the portal's data; rejects unless it exits with 0. */
export async function command(...words: string[]): Promise<string> {
  return (await run(binary, words, { maxBuffer: 16 * 1024 * 1024 })).stdout
}

/** Starts the worker's portal, whose log goes to `logged`; what is answered stops it. */
async function start(logged: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'portal-e2e-'))
  const listen = `127.0.0.1:${await freePort()}`
  Object.assign(process.env, {
    DATABASE_URL: `sqlite://${join(folder, 'portal.db')}`,
    PORTAL_DATA: folder,
    PORTAL_LISTEN: listen,
    PORTAL_BASE_URL: `http://${listen}`,
    PORTAL_PUBLIC_QUOTA: '0',
    PORTAL_CLIENT_QUOTA: '0',
    PORTAL_RESEARCH_QUOTA: '0',
    PORTAL_WEBHOOK_NETWORKS: '127.0.0.0/8',
  })
  delete process.env['SMTP_URL']
  const { accounts } = JSON.parse(await command('demo', '--json', '--lives', LIVES)) as { accounts: Account[] }
  process.env['E2E_ACCOUNTS'] = JSON.stringify(accounts)

  const log = await open(logged, 'w')
  const portal = spawn(binary, ['serve'], { stdio: ['ignore', 'pipe', log.fd] })
  const ended = once(portal, 'exit')
  await new Promise<void>((ready, failed) => {
    portal.stdout?.on('data', (text: Buffer) => {
      if (text.toString().includes('listening')) ready()
    })
    void ended.then(([code]) => failed(new Error(`the portal ended with ${String(code)} before it served: see ${logged}`)))
  })
  return async () => {
    portal.kill('SIGTERM')
    await ended
    await log.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A test beside the portal of its worker. After all that was done there in the browser the journal still proves itself. */
export const test = base.extend<object, { portal: void }>({
  portal: [
    async ({}, use, { project, workerIndex }) => {
      await mkdir(project.outputDir, { recursive: true })
      const stop = await start(join(project.outputDir, `portal-${String(workerIndex)}.log`))
      try {
        await use()
        const said = await command('journal', 'verify')
        if (!said.includes('all hold')) throw new Error(`the journal does not hold: ${said}`)
      } finally {
        await stop()
      }
    },
    { scope: 'worker', auto: true, timeout: 240_000 },
  ],
})
