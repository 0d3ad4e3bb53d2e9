// How much JavaScript a company's page needs before it can be used: the entry, the page's own chunk and everything they
// import at once, gzipped. Fails above the limit. Run after a build.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const LIMIT = 250 * 1024
const root = join(import.meta.dirname, '..')
const assets = join(root, 'dist/assets')
const files = readdirSync(assets).filter((name) => name.endsWith('.js'))

/** The chunks that a chunk cannot run without: `import … from "./x.js"`, not `import("./x.js")`. */
function imports(name) {
  const text = readFileSync(join(assets, name), 'utf8')
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w.$-]+\.js)["']/g)].map((match) => match[1])
}

function closure(names) {
  const found = new Set()
  const open = [...names]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    open.push(...imports(name))
  }
  return found
}

const sizes = new Map()
function gzipped(name) {
  if (!sizes.has(name)) sizes.set(name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).length)
  return sizes.get(name)
}

/** The pages that a company or a visitor opens, as the routes name them. */
function pages() {
  const features = join(root, 'src/features')
  const found = []
  for (const feature of readdirSync(features)) {
    let text = ''
    try {
      text = readFileSync(join(features, feature, 'routes.ts'), 'utf8')
    } catch {
      continue
    }
    for (const route of text.split(/path:/).slice(1)) {
      const component = /import\('\.\/(?:[\w/]+\/)?(\w+)\.vue'\)/.exec(route)?.[1]
      const roles = /roles:\s*(\[[^\]]*\]|\w+)/.exec(route)?.[1]
      if (component !== undefined && (roles === undefined || roles.includes("'company'"))) found.push(component)
    }
  }
  return [...new Set(found)].sort()
}

const html = readFileSync(join(root, 'dist/index.html'), 'utf8')
// The words of a language come before anything is shown; the larger language counts.
const words = ['zh', 'en'].map((language) => {
  const own = files.filter((name) => new RegExp(`^${language}-[\\w-]{8}\\.js$`).test(name))
  if (own.length === 0) throw new Error(`no words of ${language}`)
  return own.sort((one, other) => gzipped(other) - gzipped(one))[0]
})
words.sort((one, other) => gzipped(other) - gzipped(one))
const entry = [...[...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((match) => match[1]), words[0]]
let worst = { page: '', size: 0 }
for (const page of pages()) {
  const own = files.filter((name) => new RegExp(`^${page}-[\\w-]{8}\\.js$`).test(name))
  if (own.length !== 1) throw new Error(`${page}: ${own.length} chunks of that name; is dist/ of this source?`)
  const size = [...closure([...entry, ...own])].reduce((sum, name) => sum + gzipped(name), 0)
  process.stdout.write(`${(size / 1024).toFixed(1).padStart(7)} KiB  ${page}\n`)
  if (size > worst.size) worst = { page, size }
}
process.stdout.write(`largest: ${worst.page}, ${(worst.size / 1024).toFixed(1)} KiB gzip of JavaScript (limit ${LIMIT / 1024})\n`)
if (worst.size > LIMIT) process.exit(1)
