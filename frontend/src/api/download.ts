// Files that need the bearer token cannot be plain links: fetch the bytes, then hand them to the browser.
import { api } from './client'

function clickLink(blob: Blob, name: string | null): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  if (name === null) link.target = '_blank'
  else link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser needs the address until it has opened it.
  setTimeout(() => {
    URL.revokeObjectURL(link.href)
  }, 60_000)
}

/** Fetches `path` and saves it under `name`. */
export async function download(path: string, name: string): Promise<void> {
  clickLink(await api.blob(path), name)
}

/** Sends a form to `path` and saves what is made of it under `name`. */
export async function downloadOf(path: string, form: FormData, name: string): Promise<void> {
  clickLink(await api.blobOf(path, form), name)
}

/** Saves text that this page already holds. */
export function saveText(text: string, name: string, mediaType = 'application/json'): void {
  clickLink(new Blob([text], { type: mediaType }), name)
}
