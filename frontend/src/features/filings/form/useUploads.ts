// Uploading and removing a filing's papers, with progress by kind.
import { reactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { api } from '@/api/client'
import { uploadInParts } from '@/api/resumable'
import type { AttachmentKind, AttachmentView } from '@/api/types'
import { explain } from '@/ui/explain'
import type { Draft } from '../useDraft'
import { fileFault } from './files'

export interface UploadState {
  name: string
  percent: number | null
  /** The line is broken; the upload goes on by itself when it is back. */
  broken?: boolean
  fault: string | null
}

export function useUploads(draft: Draft) {
  const { t } = useI18n()
  const states = reactive<Partial<Record<AttachmentKind, UploadState>>>({})

  async function send(kind: AttachmentKind, file: File): Promise<void> {
    const fault = fileFault(file)
    if (fault !== null) {
      states[kind] = { name: file.name, percent: null, fault: t(`filings.upload.${fault}`) }
      return
    }
    states[kind] = { name: file.name, percent: 0, fault: null }
    try {
      const filing = await draft.ensure()
      if (filing === null) throw new Error('the filing could not be saved')
      let broken = false
      let percent = 0
      const tell = () => {
        states[kind] = { name: file.name, percent, broken, fault: null }
      }
      await uploadInParts(filing.id, kind, file, {
        onProgress: (now) => {
          percent = now
          tell()
        },
        onBreak: (now) => {
          broken = now
          tell()
        },
      })
      await draft.flush()
      await draft.reload()
      states[kind] = undefined
    } catch (error) {
      states[kind] = { name: file.name, percent: null, fault: explain(error, t) }
    }
  }

  async function remove(attachment: AttachmentView): Promise<void> {
    const filing = draft.filing.value
    if (filing === null) return
    try {
      await api.delete(`/filings/${filing.id}/attachments/${attachment.id}`)
      await draft.flush()
      await draft.reload()
    } catch (error) {
      states[attachment.kind] = { name: attachment.file_name, percent: null, fault: explain(error, t) }
    }
  }

  return { states, send, remove }
}
