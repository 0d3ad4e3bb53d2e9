// The words of webhooks and of a system's uses come with their pages, so that no other page carries them.
import { i18n } from '@/i18n'
import { collect, type Module } from '@/i18n/languages/collect'

i18n.global.mergeLocaleMessage('zh', collect(import.meta.glob<Module>('./zh/*.ts', { eager: true })))
i18n.global.mergeLocaleMessage('en', collect(import.meta.glob<Module>('./en/*.ts', { eager: true })))
