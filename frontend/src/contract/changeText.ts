// A value of a field as text: lists with commas, the parts of an object one after the other.

export function changeText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(changeText).filter(Boolean).join('；')
  if (typeof value === 'object') return Object.values(value).map(changeText).filter(Boolean).join('，')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
