// Keeps this page on the device, so that it also opens without a connection: see worker/service-worker.ts.

/** Browsers allow it on pages that came securely; elsewhere the page simply needs a connection. */
export async function keepPage(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (workers === undefined || !import.meta.env.PROD) return
  await workers.register('/service-worker.js', { scope: '/verify' }).catch(() => undefined)
}
