// A file that a person fetches: whether it is on its way, and what went wrong with it.
import { ref, shallowRef } from 'vue'
import { download } from '@/api/download'

export function useDownload() {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)

  async function save(path: string, name: string) {
    busy.value = true
    failure.value = null
    try {
      await download(path, name)
    } catch (error) {
      failure.value = error
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, save }
}
