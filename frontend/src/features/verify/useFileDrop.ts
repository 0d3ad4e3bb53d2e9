// A file may be dropped anywhere on the page: beside the target the browser would leave the page and open it.
import { onBeforeUnmount, onMounted, ref } from 'vue'

export function useFileDrop(take: (file: File) => void) {
  const dragging = ref(false)

  function over(event: DragEvent) {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    dragging.value = true
  }
  function left(event: DragEvent) {
    // Leaving one element for another still is above the page.
    if (event.relatedTarget === null) dragging.value = false
  }
  function dropped(event: DragEvent) {
    dragging.value = false
    const file = event.dataTransfer?.files[0]
    if (file === undefined) return
    event.preventDefault()
    take(file)
  }

  onMounted(() => {
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', left)
    window.addEventListener('drop', dropped)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('dragover', over)
    window.removeEventListener('dragleave', left)
    window.removeEventListener('drop', dropped)
  })
  return dragging
}
