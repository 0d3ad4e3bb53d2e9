// A mandate in words.
import { useI18n } from 'vue-i18n'
import type { MandateView } from '@/api/types'

export function useMandateWords() {
  const { t } = useI18n()
  return {
    scope(mandate: MandateView): string {
      if (mandate.scope === 'kind' && mandate.kind !== null) {
        return t('mandates.scope_is.kind', { kind: t(`terms.kind.${mandate.kind}`) })
      }
      if (mandate.scope === 'contract') return t('mandates.scope_is.contract', { number: mandate.contract?.name ?? '—' })
      return t('mandates.scope_is.all')
    },
  }
}
