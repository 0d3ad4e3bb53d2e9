// A contract's values as people read them, in the language on screen.
import { useI18n } from 'vue-i18n'
import type { Contract } from '@/api/types'
import { formatDate, formatDecimal } from '@/ui/format'
import { contractSections, type CodeSet, type RowValue } from './contractSections'
import { useReference } from './useReference'

export function useContractWords() {
  const { t, locale } = useI18n()
  const reference = useReference()

  function codeText(set: CodeSet, code: string): string {
    switch (set) {
      case 'country':
        return reference.country(code)
      case 'industry':
        return `${code} ${reference.industry(code)}`
      case 'district':
        return reference.district(code)
      default:
        return t(`terms.${set}.${code}`)
    }
  }

  function textOf(value: RowValue): string {
    switch (value.kind) {
      case 'empty':
        return '—'
      case 'text':
      case 'long':
        return value.text
      case 'code':
        return codeText(value.set, value.code)
      case 'date':
        return formatDate(value.date, locale.value)
      case 'money':
        return `${formatDecimal(value.amount)} ${value.currency}`.trim()
      case 'percent':
        return `${value.percent}%`
      case 'flag':
        return value.flag ? t('common.yes') : t('common.no')
      case 'list':
        return value.items.join(locale.value === 'en' ? ', ' : '、')
    }
  }

  /** What a contract says at a pointer; a list is told in one text. Empty where it says nothing. */
  function wordsAt(contract: Contract, pointer: string): string {
    const rows = contractSections(contract).flatMap((section) => section.rows)
    const own = rows.find((row) => row.pointer === pointer)
    if (own !== undefined) return own.value.kind === 'empty' ? '' : textOf(own.value)
    const inside = rows.filter((row) => row.pointer.startsWith(`${pointer}/`) && row.value.kind !== 'empty')
    if (inside.length > 0) return inside.map((row) => textOf(row.value)).join(locale.value === 'en' ? '; ' : '；')
    let value: unknown = { contract }
    for (const part of pointer.slice(1).split('/')) value = (value as Record<string, unknown> | null | undefined)?.[part]
    return typeof value === 'string' ? value : ''
  }

  return { textOf, wordsAt }
}
