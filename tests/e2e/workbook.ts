// What a person does in a spreadsheet: fill in rows below the template's headings, read what came back.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { day } from './support.ts'

const SHEET = 'xl/worksheets/sheet1.xml'
const WORDS = 'xl/sharedStrings.xml'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

export class Workbook {
  private constructor(private readonly parts: Record<string, Uint8Array>) {}

  static of(file: Buffer): Workbook {
    return new Workbook(unzipSync(new Uint8Array(file)))
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

const SIGNED = day(-20)

/** A service contract with Singapore that passes every check; our own side is left for the portal to fill in. */
export function service(number: number, changes: Record<string, string> = {}): Record<string, string> {
  return {
    合同号: `${SIGNED.slice(2, 4)}SGJSE65BK${String(number).padStart(6, '0')}`,
    进口或出口: '技术出口', '合同名称（中文）': `第${number}条产线视觉检测技术服务合同`, '合同名称（原文）': `Vision Inspection Service ${number}`,
    合同类型: '技术服务', 技术转移方式: 'consulting_service', 合同概况: '向新加坡客户提供工业视觉检测系统的部署咨询、算法调优和远程技术支持服务。',
    技术关键词: '工业视觉；技术服务', 所属行业: '65', 受方名称: 'Example Vision Pte. Ltd.', '受方国家（地区）': 'SG 新加坡', 受方地址: 'Singapore',
    使用方名称: 'Example Vision Pte. Ltd.', '使用方国家（地区）': 'SG', 签订日期: SIGNED, 生效日期: day(-19), 有效期至: day(340),
    币种: 'USD', 合同总金额: '86,000.00', '其中：技术费': '86000', 支付方式: 'lump_sum', 双方是否为关联企业: '否', 声明不属于禁止或限制类技术: '是', ...changes,
  }
}
