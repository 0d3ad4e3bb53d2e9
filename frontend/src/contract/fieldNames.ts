// A JSON pointer into a filing → the element that edits it, and the words that name it.

/** `/contract/patents/0/number` → `contract-patents-0-number`. */
export function fieldId(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '-')
}

/** `/contract/patents/0/number` → `patents_number`: a key under `contract.fields`. */
export function fieldKey(pointer: string): string {
  const parts = pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part))
  const inside = parts[0] === 'contract' ? parts.slice(1) : parts
  return inside.length === 0 ? 'contract' : inside.join('_')
}

type Translate = (key: string, named?: Record<string, unknown>) => string

/** The field's name in the language on screen, with its position when it is one of several. */
export function fieldLabel(pointer: string, t: Translate): string {
  const label = t(`contract.fields.${fieldKey(pointer)}`)
  const position = pointer.split('/').find((part) => /^\d+$/.test(part))
  return position === undefined ? label : `${label}（${t('contract.ordinal', { number: Number(position) + 1 })}）`
}
