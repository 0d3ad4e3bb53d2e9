// Ties the form's model to autosave: watches it, tells the state, and warns before unsaved typing is left.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import { api } from '@/api/client'
import type { FilingView } from '@/api/types'
import { useActingFor } from '@/features/mandates/actingFor'
import { useSession } from '@/session'
import { Autosave, type DraftContent, type SaveState } from './autosave'
import { localCopyStore, type LocalCopy } from './localCopy'
import type { Content } from './merge'
import { sameContent, toModel, toWire, type ContractModel } from './model'
import { takePrefill } from './prefill'
import { loadFiling } from './queries'
import { toRequestModel, toRequestWire, type RequestModel } from './request'

export interface DraftStart {
  filing: FilingView | null
  onCreated: (filing: FilingView) => void
}

/** A draft is begun in the name of whom one acts for at that moment. */
const transportFor = (principal: () => string | null) => ({
  create: (content: DraftContent, key: string) => {
    const whose = principal()
    return api.post<FilingView>('/filings', whose === null ? content : { ...content, on_behalf_of: whose }, { key })
  },
  save: (id: string, content: DraftContent, version: number) =>
    api.put<FilingView>(`/filings/${id}`, content, { version }),
  load: loadFiling,
})

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
  const kind = start.filing?.kind ?? 'registration'
  const begun: Content = { contract: start.filing?.contract ?? {}, request: start.filing?.request ?? {} }
  const model = reactive<ContractModel>(toModel(begun.contract))
  const request = reactive<RequestModel>(toRequestModel(begun.request))
  const initial = content()
  const copy = shallowRef<LocalCopy | null>(leftover())

  function content(): DraftContent {
    return { kind, contract: toWire(model), request: toRequestWire(kind, request) }
  }

  function leftover(): LocalCopy | null {
    const found = copies(start.filing?.id ?? 'new').read()
    return found === null || sameContent(found, begun) ? null : found
  }

  const { acting } = useActingFor()
  const autosave = new Autosave(start.filing, {
    transport: transportFor(() => acting.value?.id ?? null),
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

  watch([model, request], () => {
    const now = content()
    // Nothing typed yet: opening the form must not create a filing.
    if (filing.value === null && state.value.kind === 'idle' && sameContent(now, initial)) return
    autosave.edit(now)
  })

  function replace(next: Content) {
    Object.assign(model, toModel(next.contract))
    Object.assign(request, toRequestModel(next.request))
  }

  const known = start.filing === null ? takePrefill() : null
  if (known !== null) replace({ contract: known, request: {} })

  guard(autosave)

  return {
    kind,
    model,
    request,
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
      const found = copy.value
      copy.value = null
      if (found === null) return
      // Somebody saved a newer version meanwhile: both are shown side by side, nothing is overwritten.
      if (filing.value !== null && filing.value.version !== found.version) autosave.propose({ ...found, kind }, found.base)
      else replace(found)
    },
    dropCopy() {
      copies(filing.value?.id ?? 'new').remove()
      copy.value = null
    },
    async settle(chosen: Content) {
      replace(chosen)
      await autosave.settle(content())
    },
  }
}

export type Draft = ReturnType<typeof useDraft>
