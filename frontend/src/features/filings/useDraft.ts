// Ties the form's model to autosave: watches it, tells the state, and warns before unsaved typing is left.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import { api } from '@/api/client'
import type { Contract, FilingKind, FilingView } from '@/api/types'
import { useSession } from '@/session'
import { Autosave, type SaveState } from './autosave'
import { localCopyStore, type LocalCopy } from './localCopy'
import { sameContract, toModel, toWire, type ContractModel } from './model'
import { loadFiling } from './queries'

export interface DraftStart {
  filing: FilingView | null
  onCreated: (filing: FilingView) => void
}

const transport = {
  create: (content: { kind: FilingKind; contract: Contract }, key: string) => api.post<FilingView>('/filings', content, { key }),
  save: (id: string, content: { kind: FilingKind; contract: Contract }, version: number) =>
    api.put<FilingView>(`/filings/${id}`, content, { version }),
  load: loadFiling,
}

/** Warns before unsaved typing is left, and saves when the connection comes back or the page is left. */
function guard(autosave: Autosave): void {
  const warn = (event: BeforeUnloadEvent) => {
    if (autosave.unsaved) event.preventDefault()
  }
  const online = () => void autosave.flush()
  onMounted(() => {
    window.addEventListener('beforeunload', warn)
    window.addEventListener('online', online)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    window.removeEventListener('online', online)
    autosave.stop()
    void autosave.flush()
  })
}

export function useDraft(start: DraftStart) {
  const { user } = useSession()
  const queries = useQueryClient()
  const copies = (id: string) => localCopyStore(user.value?.id ?? '', id)
  const filing = shallowRef(start.filing)
  const state = ref<SaveState>({ kind: 'idle' })
  const model = reactive<ContractModel>(toModel(start.filing?.contract ?? {}))
  const initial = toWire(model)
  const copy = shallowRef<LocalCopy | null>(leftover())

  function leftover(): LocalCopy | null {
    const found = copies(start.filing?.id ?? 'new').read()
    if (found === null || sameContract(found.contract, start.filing?.contract ?? {})) return null
    return found
  }

  const kind = start.filing?.kind ?? 'registration'
  const content = () => ({ kind, contract: toWire(model) })
  const autosave = new Autosave(start.filing, {
    transport,
    copies,
    onState: (next) => {
      state.value = next
    },
    onFiling: (saved) => {
      const created = filing.value === null
      filing.value = saved
      queries.setQueryData(['/filings', saved.id], saved)
      if (created) {
        start.onCreated(saved)
        void queries.invalidateQueries({ queryKey: ['/filings'], exact: false, refetchType: 'none' })
      }
    },
  })

  watch(model, () => {
    const now = content()
    // Nothing typed yet: opening the form must not create a filing.
    if (filing.value === null && state.value.kind === 'idle' && sameContract(now.contract, initial)) return
    autosave.edit(now)
  })

  function replace(contract: Contract) {
    Object.assign(model, toModel(contract))
  }

  guard(autosave)

  return {
    model,
    filing,
    state: computed(() => state.value),
    copy,
    flush: () => autosave.flush(),
    ensure: () => autosave.ensure(content()),
    /** Reads the filing again after this page changed it by another way, e.g. an upload. */
    async reload() {
      if (filing.value !== null) autosave.adopt(await loadFiling(filing.value.id))
    },
    restoreCopy() {
      if (copy.value !== null) replace(copy.value.contract)
      copy.value = null
    },
    dropCopy() {
      copies(filing.value?.id ?? 'new').remove()
      copy.value = null
    },
    async settle(choice: 'mine' | 'theirs') {
      if (choice === 'theirs' && state.value.kind === 'conflict') {
        const { theirs } = state.value
        await autosave.settle('theirs')
        replace(theirs.contract)
      } else {
        await autosave.settle('mine')
      }
    },
  }
}

export type Draft = ReturnType<typeof useDraft>
