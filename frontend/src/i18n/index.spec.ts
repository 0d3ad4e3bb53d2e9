import { describe, expect, it } from 'vitest'
import { i18n, loadLanguage } from '.'
import englishWords from './languages/en'
import chineseWords from './languages/zh'

const messages = { zh: chineseWords, en: englishWords }

interface Tree {
  [key: string]: string | Tree
}
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
  it.each(['zh', 'en'] as const)('compile in %s', async (language) => {
    await loadLanguage(language)
    for (const [key] of zh) expect(() => i18n.global.t(key, {}, { locale: language }), key).not.toThrow()
  })
})
