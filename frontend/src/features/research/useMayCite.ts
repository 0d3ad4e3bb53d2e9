/** Who may make a permanent link: staff who research, and companies once the centre has approved them. */
import { computed, type ComputedRef } from 'vue'
import { useSession } from '@/session'

export function useMayCite(): ComputedRef<boolean> {
  const { isCompany, mayFile } = useSession()
  return computed(() => !isCompany.value || mayFile.value)
}
