/** Brings the control with this id into view and puts the cursor into it. */
export function focusField(id: string): void {
  const element = document.getElementById(id)
  if (element === null) return
  element.scrollIntoView({ block: 'center' })
  const control = element.matches('input, textarea, select, button, a')
    ? element
    : (element.querySelector<HTMLElement>('input, textarea, select, button, a') ?? element)
  control.focus({ preventScroll: true })
}
