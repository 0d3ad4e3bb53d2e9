// From a chosen file to its drafts: check it, show what was said of it, send it for good.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, shallowRef } from 'vue'
import { newKey } from '@/api/intent'
import type { BulkResult, BulkView, FilingKind } from '@/api/types'
import { upload } from '@/api/upload'
import { useSession } from '@/session'
import { formOf, mayBeDone, workbookFault, type Chosen } from './bulk'
import { forgetFile, keepFile, keptFile } from './keptFile'

export function useBulk() {
  const { user } = useSession()
  const person = user.value?.id ?? ''
  const queries = useQueryClient()
  const chosen = shallowRef<Chosen | null>(null)
  const result = shallowRef<BulkResult | null>(null)
  const doing = ref<'checking' | 'making' | null>(null)
  /** Of the file that is on its way, 0 to 100. */
  const percent = ref(0)
  const fault = ref<ReturnType<typeof workbookFault>>(null)
  const failure = shallowRef<unknown>(null)
  /** Only the last check counts: a person may choose another file meanwhile. */
  let checking: AbortController | null = null

  const onProgress = (now: number) => (percent.value = now)

  async function check(): Promise<void> {
    if (chosen.value === null) return
    checking?.abort()
    const mine = (checking = new AbortController())
    doing.value = 'checking'
    percent.value = 0
    failure.value = null
    result.value = null
    try {
      result.value = await upload<BulkResult>('/bulk-dry-run', formOf(chosen.value), { onProgress, signal: mine.signal })
    } catch (error) {
      if (!mine.signal.aborted) failure.value = error
    } finally {
      if (checking === mine) doing.value = null
    }
  }

  async function choose(file: File, kind: FilingKind, company: string | null): Promise<void> {
    clear()
    fault.value = workbookFault(file)
    if (fault.value !== null) return
    chosen.value = { file, kind, company, key: newKey(), sent: false }
    await keepFile(person, chosen.value)
    await check()
  }

  /** Lets go of the file: another kind, another company, or another file. */
  function clear(): void {
    checking?.abort()
    chosen.value = null
    result.value = null
    failure.value = null
    fault.value = null
    doing.value = null
    void forgetFile(person)
  }

  /** Sends it for good; the upload, or null when the service declined, which `failure` then holds. */
  async function make(): Promise<BulkView | null> {
    const mine = chosen.value
    if (mine === null) return null
    doing.value = 'making'
    percent.value = 0
    failure.value = null
    try {
      chosen.value = { ...mine, sent: true }
      await keepFile(person, chosen.value)
      const made = await upload<BulkView>('/bulk', formOf(mine), { key: mine.key, onProgress })
      await forgetFile(person)
      chosen.value = null
      void queries.invalidateQueries({ queryKey: ['/bulk'] })
      void queries.invalidateQueries({ queryKey: ['/filings'] })
      return made
    } catch (error) {
      failure.value = error
      if (!mayBeDone(error)) {
        chosen.value = { ...mine, key: newKey(), sent: false }
        await keepFile(person, chosen.value)
      }
      return null
    } finally {
      doing.value = null
    }
  }

  return {
    chosen, result, doing, percent, fault, failure, check, choose, clear, make,
    /** Whether an answer is owed: then the file is sent again rather than checked. */
    owed: computed(() => chosen.value?.sent === true),
    /** What was chosen before a reload. */
    async restore(): Promise<Chosen | null> {
      chosen.value = await keptFile(person)
      return chosen.value
    },
  }
}
