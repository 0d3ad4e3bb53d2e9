// The words of this page come with the page, so that no other page carries them.
import { i18n } from '@/i18n'
import en from './en'
import zh from './zh'

i18n.global.mergeLocaleMessage('zh', { verify: zh })
i18n.global.mergeLocaleMessage('en', { verify: en })
