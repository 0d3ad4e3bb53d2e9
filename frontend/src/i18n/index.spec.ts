import { describe, expect, it } from 'vitest'
import '@/features/verify/words'
import englishOfVerify from '@/features/verify/words/en'
import chineseOfVerify from '@/features/verify/words/zh'
import { i18n, loadLanguage } from '.'
import englishWords from './languages/en'
import chineseWords from './languages/zh'

interface Tree {
  [key: string]: string | Tree
}
// Words that come with their page belong to it as much as the others.
const messages = {
  zh: { ...chineseWords, verify: { ...chineseWords['verify'] as Tree, ...chineseOfVerify } },
  en: { ...englishWords, verify: { ...englishWords['verify'] as Tree, ...englishOfVerify } },
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
