/** Many decisions in one go: how many at most, and what became of each. */
import type { DecidableItem, DecidedItem } from '@/api/types'

export const MOST_TOGETHER = 100

export function afterDeciding(items: readonly DecidedItem[], listed: readonly Pick<DecidableItem, 'id' | 'contract_name' | 'contract_number'>[]) {
  const nameOf = (id: string) => {
    const one = listed.find((item) => item.id === id)
    return one?.contract_name ?? one?.contract_number ?? id
  }
  return {
    done: items.filter((item) => item.decided).length,
    failed: items.filter((item) => !item.decided).map((item) => ({ id: item.id, name: nameOf(item.id), code: item.code ?? 'other' })),
  }
}
