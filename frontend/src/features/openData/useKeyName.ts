/** What a key of a data set is called. */
import { useI18n } from 'vue-i18n'
import { useReference } from '@/contract/useReference'

export function useKeyName(): (dimension: string, key: string) => string {
  const { t, te } = useI18n()
  const reference = useReference()
  return (dimension, key) => {
    if (dimension === 'country' || dimension === 'industry' || dimension === 'district') return reference[dimension](key)
    const word = [`terms.${dimension}.${key}`, `openData.${dimension}.${key}`].find((one) => te(one))
    return word === undefined ? key : t(word)
  }
}
