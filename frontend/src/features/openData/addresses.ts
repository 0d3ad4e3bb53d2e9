/** Where the open files are. They need no token, so that they are plain links that anybody can keep. */

export const FORMATS = [
  { code: 'csv', name: 'CSV', extension: 'csv' },
  { code: 'xlsx', name: 'XLSX', extension: 'xlsx' },
  { code: 'sdmx-csv', name: 'SDMX-CSV', extension: 'csv' },
  { code: 'parquet', name: 'Parquet', extension: 'parquet' },
] as const
export type Format = (typeof FORMATS)[number]

export const STRUCTURE = '/api/v1/open/sdmx/structure'

/** Of one version, or of the newest. */
export function dataPath(code: string, version: number | 'latest', format: Format['code']): string {
  return `/open/datasets/${encodeURIComponent(code)}/versions/${String(version)}/data?format=${format}`
}

export function dataAddress(code: string, version: number | 'latest', format: Format['code']): string {
  return `/api/v1${dataPath(code, version, format)}`
}

export function dataName(code: string, version: number, format: Format): string {
  return `${code}-v${String(version)}${format.code === 'sdmx-csv' ? '-sdmx' : ''}.${format.extension}`
}

export function paperAddress(id: string, language: 'zh-CN' | 'en'): string {
  return `/api/v1/open/publications/${encodeURIComponent(id)}/pdf?language=${language}`
}
