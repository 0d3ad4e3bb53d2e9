// Two languages; each file under zh/ and en/ is one namespace named after the file: zh/filings.ts → t('filings.…').
import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import zhElement from 'element-plus/es/locale/lang/zh-cn'
import enElement from 'element-plus/es/locale/lang/en'
import { configureClient } from '@/api/client'

export type Language = 'zh' | 'en'
interface Messages {
  [key: string]: string | Messages
}
interface Module {
  default: Messages
}

function collect(files: Record<string, Module>): Record<string, Messages> {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path.replace(/^.*\/(\w+)\.ts$/, '$1'), file.default]),
  )
}

export const messages = {
  zh: collect(import.meta.glob<Module>('./zh/*.ts', { eager: true })),
  en: collect(import.meta.glob<Module>('./en/*.ts', { eager: true })),
}

const STORED = 'portal.language'

function firstLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  return stored === 'en' || stored === 'zh' ? stored : 'zh'
}

export const i18n = createI18n({
  legacy: false,
  locale: firstLanguage() as Language,
  fallbackLocale: 'zh',
  messages,
})

/** The language tag that requests carry. */
export function activeLanguage(): 'zh-CN' | 'en' {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh-CN'
}

export function useLanguage(language: Language): void {
  i18n.global.locale.value = language
  localStorage.setItem(STORED, language)
  document.documentElement.lang = activeLanguage()
}

export const elementLocale = computed(() => (i18n.global.locale.value === 'en' ? enElement : zhElement))

document.documentElement.lang = activeLanguage()
configureClient({ language: activeLanguage })
