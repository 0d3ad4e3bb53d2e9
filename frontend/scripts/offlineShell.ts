// Tells the service worker which files the verification page needs: the app's entry, the words of both languages, and the
// page with all that it loads later. Their names carry their hashes, so that the list is also the version.
import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

const WORKER = 'service-worker.js'
const PAGE = '/src/features/verify/VerifyPage.vue'
const BEGINNINGS = ['/index.html', '/src/i18n/languages/zh.ts', '/src/i18n/languages/en.ts', PAGE]
/** Not named by their hash, and part of the page's frame. */
const PUBLIC = ['/favicon.svg']

type Chunk = Rolldown.OutputChunk

function shellOf(chunks: Map<string, Chunk>): string[] {
  const found = new Set<string>()
  const visit = (name: string, later: boolean) => {
    const chunk = chunks.get(name)
    if (chunk === undefined || found.has(`/${name}`)) return
    found.add(`/${name}`)
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(`/${style}`)
    for (const next of [...chunk.imports, ...(later ? chunk.dynamicImports : [])]) visit(next, later)
  }
  for (const beginning of BEGINNINGS) {
    const chunk = [...chunks.values()].find((one) => one.facadeModuleId?.endsWith(beginning))
    if (chunk === undefined) throw new Error(`no chunk for ${beginning}`)
    visit(chunk.fileName, beginning === PAGE)
  }
  return [...PUBLIC, ...found].sort()
}

export function offlineShell(): Plugin {
  return {
    name: 'offline-shell',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const chunks = new Map(Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])))
      const worker = chunks.get(WORKER)
      if (worker === undefined) throw new Error(`no ${WORKER}`)
      const files = shellOf(chunks)
      const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12)
      worker.code = worker.code.replaceAll('__SHELL_FILES__', JSON.stringify(files)).replaceAll('__SHELL_VERSION__', JSON.stringify(version))
    },
  }
}
