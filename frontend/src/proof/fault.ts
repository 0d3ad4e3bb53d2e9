// Why something proves nothing. Each kind has words of its own in i18n/*/verify.ts under `faults`.

/** What was handed over cannot be read as something that this portal issues. */
const UNREADABLE = [
  'empty', 'unreadable', 'truncated', 'wrong_type', 'not_a_receipt', 'unknown_file', 'too_large', 'nothing_in_pdf', 'locked_pdf',
  'only_data_sheet', 'several_credentials', 'title_without_number', 'nothing_in_picture', 'foreign_code',
] as const
/** It can be read, and is not to be relied on. */
const FALSE = [
  'altered', 'unknown_key', 'wrong_purpose', 'other_issuer', 'other_certificate', 'receipt_entry', 'receipt_path', 'receipt_head',
  'receipt_contradicts',
] as const
/** It cannot be judged here and now. */
const UNDECIDED = ['no_keys', 'no_list', 'insecure'] as const

export const FAULT_KINDS = [...UNREADABLE, ...FALSE, ...UNDECIDED] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** `details` fill the placeholders of the words, such as the number that was expected. */
export class Fault extends Error {
  override readonly name = 'Fault'

  constructor(
    readonly kind: FaultKind,
    readonly details: Record<string, string> = {},
  ) {
    super(kind)
  }

  /** Whoever relied on it would be deceived; of other faults it can only be said that they prove nothing. */
  get isFalse(): boolean {
    return (FALSE as readonly string[]).includes(this.kind)
  }
}

/** A fault as a value; any other error is a mistake of ours and stays one. */
export async function settled<Value>(work: () => Value | Promise<Value>): Promise<Value | Fault> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}
