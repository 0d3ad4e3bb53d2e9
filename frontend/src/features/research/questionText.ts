/** A question as one line of text, `rows=country&measures=contracts&filter=direction:import`, as panels, views and permanent links hold it. */
import type { Query } from '@/api/client'

const SEVERAL = 'filter'

export function pairsOf(text: string): [name: string, value: string][] {
  return text.split('&').flatMap((part): [string, string][] => {
    const at = part.indexOf('=')
    return at > 0 ? [[part.slice(0, at), part.slice(at + 1)]] : []
  })
}

/** As the parameters of a request, or of a page's address. */
export function parametersOf(text: string): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = {}
  const filters: string[] = []
  for (const [name, value] of pairsOf(text)) {
    if (name === SEVERAL) filters.push(value)
    else found[name] = value
  }
  return filters.length > 0 ? { ...found, [SEVERAL]: filters } : found
}

export const FORMATS = ['csv', 'xlsx', 'sdmx-csv', 'parquet'] as const
export type Format = (typeof FORMATS)[number]

/** Where a file of the answer comes from, and what it is called. */
export function fileOf(text: string, asOf: number, format: Format, name: string): { query: Query; name: string } {
  const extension = format === 'sdmx-csv' ? 'csv' : format
  return { query: { ...parametersOf(text), as_of: asOf, format }, name: `${name}-as-of-${String(asOf)}.${extension}` }
}
