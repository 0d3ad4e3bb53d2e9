/** Copies words to the clipboard and says whether that worked. */
import { ref } from 'vue'

export function useCopy() {
  const copied = ref<'done' | 'failed' | null>(null)

  async function copy(text: string) {
    try {
      await navigator.clipboard.writeText(text)
      copied.value = 'done'
    } catch {
      // Without leave to write there, the person selects the words.
      copied.value = 'failed'
    }
  }
  return { copied, copy }
}
