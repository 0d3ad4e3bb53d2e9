// Two languages; each file under zh/ and en/ is one namespace named after the file: zh/filings.ts → t('filings.…').
// A reader loads the language on screen only; the other comes when it is switched to.
import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import zhElement from 'element-plus/es/locale/lang/zh-cn'
import enElement from 'element-plus/es/locale/lang/en'
import { configureClient } from '@/api/client'
import type { Messages } from './languages/collect'

export type Language = 'zh' | 'en'

const STORED = 'portal.language'

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  return stored === 'en' || stored === 'zh' ? stored : 'zh'
}

const NOTHING: Record<Language, Record<string, Messages>> = { zh: {}, en: {} }
export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage() as Language,
  messages: NOTHING,
})

const loaded = new Set<Language>()

/** Brings the words of a language; the first one before anything is shown. */
export async function loadLanguage(language: Language = i18n.global.locale.value): Promise<void> {
  if (loaded.has(language)) return
  const words = await (language === 'en' ? import('./languages/en') : import('./languages/zh'))
  // Words that came with a page stay.
  i18n.global.mergeLocaleMessage(language, words.default)
  loaded.add(language)
}

/** The language tag that requests carry. */
export function activeLanguage(): 'zh-CN' | 'en' {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}

export async function useLanguage(language: Language): Promise<void> {
  await loadLanguage(language)
  i18n.global.locale.value = language
  localStorage.setItem(STORED, language)
  document.documentElement.lang = activeLanguage()
}

export const elementLocale = computed(() => (i18n.global.locale.value === 'en' ? enElement : zhElement))

document.documentElement.lang = activeLanguage()
configureClient({ language: activeLanguage })
