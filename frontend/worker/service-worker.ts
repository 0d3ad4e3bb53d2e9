// Lets the verification page open without a connection, after it was opened once with one. It answers for /verify and below
// only, and keeps nothing but the files of that page: no answer of the API, and neither keys nor status lists, which the page
// keeps itself together with the moment for which they hold.
/** Written by scripts/offlineShell.ts when the app is built. */
declare const __SHELL_FILES__: string[]
declare const __SHELL_VERSION__: string

const worker = self as unknown as ServiceWorkerGlobalScope
const PAGE = '/verify'
const FILES = __SHELL_FILES__
const CACHE = `verify-${__SHELL_VERSION__}`

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll([PAGE, ...FILES])
}

async function dropEarlier(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
  await worker.clients.claim()
}

const kept = (address: string) => caches.match(address, { cacheName: CACHE, ignoreVary: true })

/** The page as it is now; as it was kept where no good answer comes. */
async function page(request: Request): Promise<Response> {
  const answer = await fetch(request).catch(() => null)
  if (answer?.ok) return answer
  return (await kept(PAGE)) ?? answer ?? Response.error()
}

/** Files are named after what is in them, so that a kept one is as good as a new one. */
async function file(request: Request, path: string): Promise<Response> {
  return (await kept(path)) ?? fetch(request)
}

worker.addEventListener('install', (event) => {
  event.waitUntil(fill())
})
worker.addEventListener('activate', (event) => {
  event.waitUntil(dropEarlier())
})
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (FILES.includes(pathname)) event.respondWith(file(request, pathname))
})
