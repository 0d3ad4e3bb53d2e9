// What may be uploaded; told before the person chooses, checked before anything is sent.

export const MAX_BYTES = 20 * 1024 * 1024
export const EXTENSIONS = ['pdf', 'png', 'jpg', 'jpeg', 'docx', 'xlsx'] as const
export const ACCEPT = EXTENSIONS.map((extension) => `.${extension}`).join(',')

export type FileFault = 'empty' | 'too_large' | 'type'

export function fileFault(file: { name: string; size: number }): FileFault | null {
  const extension = file.name.split('.').at(-1)?.toLowerCase() ?? ''
  if (!(EXTENSIONS as readonly string[]).includes(extension)) return 'type'
  if (file.size === 0) return 'empty'
  return file.size > MAX_BYTES ? 'too_large' : null
}
