/** What a rule's conditions are called, in the language on screen. */
import { useI18n } from 'vue-i18n'
import { useReference } from '@/contract/useReference'
import { formatDecimal } from '@/ui/format'
import type { ConditionName, ConditionPart } from './ruleTable'

export function useConditionWords() {
  const { t, locale } = useI18n()
  const { district, industry } = useReference()

  function valueText(name: ConditionName, value: string): string {
    switch (name) {
      case 'catalogue_hit':
        return value === 'true' ? t('common.yes') : t('common.no')
      case 'kind':
        return t(`terms.kind.${value}`)
      case 'direction':
        return t(`terms.direction.${value}`)
      case 'district':
        return district(value)
      case 'industry':
        return `${value} ${industry(value)}`
      case 'amount_usd_at_least':
        return formatDecimal(value)
    }
  }

  return {
    nameOf: (name: ConditionName) => t(`routing.condition.${name}`),
    // Two codes may share one name (a park counted under several codes); it is said once.
    valuesOf: ({ name, values }: ConditionPart) =>
      [...new Set(values.map((value) => valueText(name, value)))].join(locale.value === 'en' ? ', ' : '、'),
  }
}
