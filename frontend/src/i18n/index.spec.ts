import { describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '.'

interface Tree {
  [key: string]: string | Tree
}
// Words that come with their pages belong to a language as much as the others.
import.meta.glob('../features/*/words/index.ts', { eager: true })
await loadLanguage('zh')
await loadLanguage('en')
const messages = { zh: i18n.global.getLocaleMessage('zh') as Tree, en: i18n.global.getLocaleMessage('en') as Tree }

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  )
}
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()

describe('messages', () => {
  const zh = leaves(messages.zh)
  const en = new Map(leaves(messages.en))

  it('say the same things in both languages', () => {
    expect([...en.keys()].sort()).toEqual(zh.map(([key]) => key).sort())
  })
  it('use the same placeholders', () => {
    const different = zh.filter(([key, text]) => String(placeholders(text)) !== String(placeholders(en.get(key) ?? '')))
    expect(different.map(([key]) => key)).toEqual([])
  })
  it.each(['zh', 'en'] as const)('compile in %s', (language) => {
    for (const [key] of zh) expect(() => i18n.global.t(key, {}, { locale: language }), key).not.toThrow()
  })

  // A key that is put together from a list beside it, t(`a.b.${key}`), is looked up for every word of that list.
  it('have every key that a list of words on a page makes', () => {
    const sources = import.meta.glob<string>('../**/*.vue', { eager: true, query: '?raw', import: 'default' })
    const known = new Set(zh.map(([key]) => key))
    const missing: string[] = []
    let looked = 0
    for (const [file, source] of Object.entries(sources)) {
      for (const { prefix, words } of keysOfLists(source)) {
        looked += words.length
        missing.push(...words.filter((word) => !known.has(`${prefix}${word}`)).map((word) => `${file}: ${prefix}${word}`))
      }
    }
    expect(missing).toEqual([])
    expect(looked).toBeGreaterThan(60)
  })
})

/** Lists of words, spelled out, each of which is mapped or looped into one key: `(['a', 'b'] as const).map((key) => … t(`x.${key}`))`. */
function keysOfLists(source: string): { prefix: string; words: string[] }[] {
  const found: { prefix: string; words: string[] }[] = []
  const mapped = /\(\[([^;()]*?)\] as const\)\s*\.map\(\((\w+)\) =>([\s\S]{0,160})/g
  for (const [, list = '', name = '', rest = ''] of source.matchAll(mapped)) {
    const key = new RegExp(`\\bt\\(\`([\\w.]+\\.)\\$\\{${name}\\}\``).exec(rest)
    if (key?.[1] !== undefined) found.push({ prefix: key[1], words: wordsOf(list, name, source) })
  }
  for (const [, name = '', list = ''] of source.matchAll(/const ([A-Z_]+)(?:: readonly [^=]+)? = \[([^\]{}]*)\]/g)) {
    for (const [, item = ''] of source.matchAll(new RegExp(`v-for="(?:\\()?(\\w+)[^"]* in ${name}"`, 'g'))) {
      for (const [, prefix = ''] of source.matchAll(new RegExp(`\\bt\\(\`([\\w.]+\\.)\\$\\{${item}\\}\``, 'g'))) {
        found.push({ prefix, words: wordsOf(list, item, source) })
      }
    }
  }
  return found
}

/** The words of a list, but for those that the page says otherwise: `one === 'all' ? …`. */
function wordsOf(list: string, item: string, source: string): string[] {
  const words = [...list.matchAll(/'([\w-]+)'/g)].map((match) => match[1] ?? '')
  return words.filter((word) => !source.includes(`${item} === '${word}' ?`))
}
