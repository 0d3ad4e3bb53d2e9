// What this browser knows of the portal to verify by: who it is, its keys, its status lists. Asked for anew while there is a
// connection; what was kept serves without one. All of it is looked at again on every use, so that nothing kept is trusted blindly.
import { askPublished, keepPublished, keptPublished } from '@/api/published'
import { type PublicKey, readKeys, readStatusList, settled, Fault, type StatusList } from '@/proof'

export interface Trust {
  issuer: string
  keys: PublicKey[]
  /** When the keys were asked for, RFC 3339. */
  at: string
  connected: boolean
}

const KEYS = '/.well-known/jwks.json'
const ISSUER = '/.well-known/oauth-authorization-server'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function issuerIn(text: string): string | null {
  const { issuer } = (parsed(text) ?? {}) as { issuer?: unknown }
  return typeof issuer === 'string' ? issuer : null
}

async function read(keys: string, issuer: string): Promise<Pick<Trust, 'keys' | 'issuer'> | null> {
  const found = await readKeys(parsed(keys))
  const name = issuerIn(issuer)
  return found.length > 0 && name !== null ? { keys: found, issuer: name } : null
}

async function askForTrust(): Promise<Trust | null> {
  const [keys, issuer] = await Promise.all([askPublished(KEYS), askPublished(ISSUER)])
  if (keys !== null && issuer !== null) {
    const asked = await read(keys, issuer)
    if (asked !== null) {
      keepPublished(ISSUER, issuer)
      return { ...asked, at: keepPublished(KEYS, keys).at, connected: true }
    }
  }
  const [keptKeys, keptIssuer] = [keptPublished(KEYS), keptPublished(ISSUER)]
  if (keptKeys === null || keptIssuer === null) return null
  const kept = await read(keptKeys.text, keptIssuer.text)
  return kept === null ? null : { ...kept, at: keptKeys.at, connected: false }
}

let asking: Promise<Trust | null> | null = null

/** The portal's keys and address; null when they were never had. Who asks meanwhile shares the answer. */
export function trustInPortal(): Promise<Trust | null> {
  asking ??= askForTrust().finally(() => {
    asking = null
  })
  return asking
}

/** The newest list of that number that the portal is known to have signed; null when there is none. */
export async function statusList(trust: Trust, number: number): Promise<StatusList | null> {
  const address = `/api/v1/certificates/status-list?list=${number}`
  const check = async (token: string | null) => {
    if (token === null) return null
    const list = await settled(() => readStatusList(token.trim(), number, trust.keys, trust.issuer))
    return list instanceof Fault ? null : list
  }
  const kept = await check(keptPublished(address)?.text ?? null)
  const text = trust.connected ? await askPublished(address) : null
  const asked = await check(text)
  // An older answer than the one at hand takes nothing back.
  if (text === null || asked === null || (kept !== null && kept.asOf > asked.asOf)) return kept
  keepPublished(address, text)
  return asked
}

/** Brings keys and the first list up to date as soon as the page is open, so that they are there when the network is not. */
export async function keepForLater(): Promise<Trust | null> {
  const trust = await trustInPortal()
  if (trust?.connected) await statusList(trust, 0)
  return trust
}
