// Which fields somebody has been in and left: from then on they say what is wrong with them.
import { onBeforeUnmount, onMounted, reactive } from 'vue'

export function useVisited() {
  const visited = reactive(new Set<string>())
  const waiting: string[] = []
  let pressed = false

  // A note that came between press and release would move what is being pressed, and the click would be lost: it comes right after.
  const press = () => {
    pressed = true
  }
  const release = () => {
    setTimeout(() => {
      pressed = false
      for (const pointer of waiting.splice(0)) visited.add(pointer)
    })
  }
  onMounted(() => {
    window.addEventListener('pointerdown', press, true)
    window.addEventListener('pointerup', release, true)
    window.addEventListener('pointercancel', release, true)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('pointerdown', press, true)
    window.removeEventListener('pointerup', release, true)
    window.removeEventListener('pointercancel', release, true)
  })

  function leave(event: FocusEvent) {
    const pointer = (event.target as HTMLElement).closest<HTMLElement>('[data-pointer]')?.dataset['pointer']
    if (pointer === undefined || pointer === '') return
    if (pressed) waiting.push(pointer)
    else visited.add(pointer)
  }

  return { visited, leave }
}
