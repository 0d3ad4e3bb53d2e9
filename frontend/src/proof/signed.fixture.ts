// What the portal would sign, signed by the tests: keys, certificates in both forms, status lists, receipts.
import { keygenAsync, signAsync } from '@noble/ed25519'
import { base32nopad, base64urlnopad } from '@scure/base'
import { encode, Tagged } from 'cborg'
import { leafHash, rootOf } from './merkle'

export const ISSUER = 'https://portal.example'
export const HASH = 'ab'.repeat(32)
export const CLAIMS = {
  iss: ISSUER, sub: 'SZI26-7K3M-9QXT-4', iat: 1_790_000_000, exp: 1_924_963_199,
  contract: '26ATJSY38MOTOR001', version: 1, direction: 'import', holder: '苏州示例电机有限公司', holder_uscc: '91320500MA1EXAMPL1',
  counterparty: 'Example Motoren GmbH', country: 'AT', legal_type: 'patent_licence', payment: 'entry_fee_and_royalty',
  currency: 'EUR', total: '1250000.00', valid_until: '2030-12-31', data_sheet: HASH, changes: HASH, entry: 41, leaf: HASH,
}
export const IDX = 7

const encoder = new TextEncoder()
export const pack = (value: unknown) => base64urlnopad.encode(encoder.encode(JSON.stringify(value)))

export class Signer {
  private constructor(readonly secret: Uint8Array, readonly x: string, readonly kid: string) {}

  static async make(): Promise<Signer> {
    const { secretKey, publicKey } = await keygenAsync()
    const x = base64urlnopad.encode(publicKey)
    const named = encoder.encode(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)
    return new Signer(secretKey, x, base64urlnopad.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', named))))
  }

  jwk(purpose: string) {
    return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: this.kid, x: this.x, purpose }
  }

  sign(message: Uint8Array): Promise<Uint8Array> {
    return signAsync(message, this.secret)
  }

  async jwt(claims: object, header: object = {}): Promise<string> {
    const signed = `${pack({ alg: 'EdDSA', typ: 'technology-contract-certificate+jwt', kid: this.kid, ...header })}.${pack(claims)}`
    return `${signed}.${base64urlnopad.encode(await this.sign(encoder.encode(signed)))}`
  }

  certificate(changes: object = {}): Promise<string> {
    const status = { status_list: { idx: IDX, uri: `${ISSUER}/api/v1/certificates/status-list?list=0` } }
    return this.jwt({ ...CLAIMS, status, ...changes })
  }

  async cose(payload: Map<number, unknown>, header: Map<number, unknown>): Promise<string> {
    const body = encode(payload)
    const protectedHeader = encode(header)
    const signature = await this.sign(encode(['Signature1', protectedHeader, new Uint8Array(), body]))
    return base32nopad.encode(encode(new Tagged(18, [protectedHeader, new Map(), body, signature])))
  }

  compact(changes: { sub?: string; iss?: string; exp?: number; type?: string; idx?: number; holder?: string } = {}): Promise<string> {
    const one = { ...CLAIMS, idx: IDX, type: 'tcc+cwt', ...changes }
    const hash = new Uint8Array(32).fill(0xab)
    const details = [
      one.contract, one.version, one.direction, one.holder, one.holder_uscc, one.counterparty, one.country, one.legal_type, one.currency,
      one.total, one.payment, hash, hash, one.entry, hash, one.idx,
    ]
    const payload = new Map<number, unknown>([[1, one.iss], [2, one.sub], [4, one.exp], [6, one.iat], [-65537, details]])
    const kid = base64urlnopad.decode(this.kid).slice(0, 8)
    return this.cose(payload, new Map<number, unknown>([[1, -8], [4, kid], [16, one.type]]))
  }

  async statusList(statuses: Record<number, number>, changes: object = {}, length = 65_536): Promise<string> {
    const bytes = new Uint8Array(length)
    for (const [place, status] of Object.entries(statuses)) {
      const at = Math.floor(Number(place) / 2)
      bytes[at] = (bytes[at] ?? 0) | (Number(place) % 2 === 0 ? status : status << 4)
    }
    const packed = new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate')))
    const lst = base64urlnopad.encode(new Uint8Array(await packed.arrayBuffer()))
    const claims = {
      sub: `${ISSUER}/api/v1/certificates/status-list?list=0`, iat: 1_800_000_000, exp: 1_800_086_400, ttl: 300, status_list: { bits: 4, lst },
    }
    return this.jwt({ ...claims, ...changes }, { typ: 'statuslist+jwt' })
  }

  async receipt(): Promise<Receipt> {
    const entry = {
      actor: 'user:1', at: '2026-10-08T02:03:04.000Z', body: { contract_number: CLAIMS.contract, digest: HASH }, kind: 'filing.submitted', seq: 2,
      subject: '0199c0de-0000-7000-8000-000000000001',
    }
    const canonical = JSON.stringify(entry)
    const leaf = await leafHash(canonical)
    const hashes = [await leafHash('the entry before'), await leafHash('the entry after')]
    const root = await rootOf(leaf, 1, 3, hashes)
    const head = { root_hash: root ?? '', signed_at: '2026-10-08T02:03:30.123Z', tree_size: 3 }
    const signature = base64urlnopad.encode(await this.sign(encoder.encode(JSON.stringify(head))))
    return {
      filing_id: entry.subject, company: CLAIMS.holder, contract_name: '电机技术许可合同', contract_number: CLAIMS.contract,
      accepted_at: '2026-10-08T02:03:04Z', digest: HASH, entry: { seq: 2, canonical }, leaf_hash: leaf,
      proof: { leaf_index: 1, tree_size: 3, hashes }, head: { ...head, key_id: this.kid, signature },
    }
  }
}

export interface Receipt {
  filing_id: string
  company: string
  contract_name: string
  contract_number: string
  accepted_at: string
  digest: string
  leaf_hash: string
  entry: { seq: number; canonical: string }
  proof: { leaf_index: number; tree_size: number; hashes: string[] }
  head: { root_hash: string; signed_at: string; tree_size: number; key_id: string; signature: string }
}

/** Compressed as streams of a PDF are. */
export function deflated(text: string): Promise<Blob> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'))).blob()
}

/** A PDF as far as this portal reads one: embedded files and a title. */
export async function pdf(title: string, attachments: readonly string[], { packed = true, changes = '' } = {}): Promise<Uint8Array<ArrayBuffer>> {
  const parts: BlobPart[] = ['%PDF-1.7\n%\u00ff\u00ff\n1 0 obj\n<< /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >>\nendobj\n']
  for (const [at, attachment] of attachments.entries()) {
    const data = packed ? await deflated(attachment) : new Blob([attachment])
    const filter = packed ? ' /Filter /FlateDecode' : ''
    parts.push(`${at + 3} 0 obj\n<< /Type /EmbeddedFile /Length ${data.size}${filter} /Params << /Size ${attachment.length} >> >>\nstream\n`, data, '\nendstream\nendobj\n')
  }
  const words = `<x:xmpmeta><rdf:RDF><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title></rdf:RDF></x:xmpmeta>`
  parts.push(`90 0 obj\n<< /Type /Metadata /Subtype /XML >>\nstream\n${words}\nendstream\nendobj\n${changes}%%EOF\n`)
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
