/** The selection of the page that is open. Every change is a step that the browser's back key undoes. */
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { readSelection, sameSelection, writeSelection, type Selection } from './selection'

export function useSelection() {
  const route = useRoute()
  const router = useRouter()
  const selection = computed(() => readSelection(route.query))
  function select(next: Selection) {
    if (!sameSelection(next, selection.value)) void router.push({ query: writeSelection(next) })
  }
  return { selection, select }
}
