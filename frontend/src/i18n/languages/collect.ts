// Each file of a language is one namespace named after the file: zh/filings.ts → t('filings.…').
export interface Messages {
  [key: string]: string | Messages
}
export interface Module {
  default: Messages
}

export function collect(files: Record<string, Module>): Record<string, Messages> {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path.replace(/^.*\/(\w+)\.ts$/, '$1'), file.default]),
  )
}
