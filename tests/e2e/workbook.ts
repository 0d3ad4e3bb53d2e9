// What a person does in a spreadsheet: fill in rows below the template's headings, read what came back.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { readFile } from 'node:fs/promises'
import type { Download } from '@playwright/test'

const SHEET = 'xl/worksheets/sheet1.xml'
const WORDS = 'xl/sharedStrings.xml'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

export class Workbook {
  private constructor(private readonly parts: Record<string, Uint8Array>) {}

  static async of(download: Download): Promise<Workbook> {
    return new Workbook(unzipSync(new Uint8Array(await readFile(await download.path()))))
  }

  private text(part: string): string {
    return strFromU8(this.parts[part] ?? new Uint8Array())
  }

  /** The texts of a row by the letters of their columns. */
  row(number: number): Map<string, string> {
    const words = [...this.text(WORDS).matchAll(/<si><t[^>]*>([\s\S]*?)<\/t><\/si>/g)].map((match) => plain(match[1] ?? ''))
    const cells = this.text(SHEET).matchAll(new RegExp(`<c r="([A-Z]+)${number}"[^>]*t="s"[^>]*><v>(\\d+)</v>`, 'g'))
    return new Map([...cells].map((match) => [match[1] ?? '', words[Number(match[2])] ?? '']))
  }

  /** Where a column stands: its heading begins with its Chinese name. */
  column(name: string): string {
    const found = [...this.row(1)].find(([, text]) => text.split('\n')[0] === name)
    if (found === undefined) throw new Error(`no column ${name}`)
    return found[0]
  }

  /** Whether cells of a column offer a list. */
  hasDropDown(name: string): boolean {
    return new RegExp(`<dataValidation type="list"[^>]*sqref="${this.column(name)}4:`).test(this.text(SHEET))
  }

  /** The notes at cells, by cell. */
  notes(): Map<string, string> {
    const comments = this.text('xl/comments1.xml').split('<comment ').slice(1)
    return new Map(comments.map((one) => [/ref="([A-Z]+\d+)"/.exec(one)?.[1] ?? '', plain(one.replaceAll(/<[^>]*>/g, ''))]))
  }

  /** A file with these rows from the fourth on, each by the names of its columns. */
  filled(name: string, rows: readonly Record<string, string>[]): { name: string; mimeType: string; buffer: Buffer } {
    const lines = rows.map((row, index) => {
      const place = (column: string) => [...this.row(1).keys()].indexOf(column)
      const cells = Object.entries(row)
        .map(([heading, text]) => ({ column: this.column(heading), text }))
        .sort((one, other) => place(one.column) - place(other.column))
        .map(({ column, text }) => `<c r="${column}${index + 4}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`)
      return `<row r="${index + 4}">${cells.join('')}</row>`
    })
    const sheet = this.text(SHEET).replace('</sheetData>', `${lines.join('')}</sheetData>`)
    const buffer = Buffer.from(zipSync({ ...this.parts, [SHEET]: strToU8(sheet) }))
    return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer }
  }
}
