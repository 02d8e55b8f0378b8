import type { Enrolment, ProtocolErrorCode } from '../protocol/index.ts'
import type { Place } from './place.ts'

/** A key on its way in or out: what it answers with, and what its user added to it. */
export interface TransferKey extends Enrolment {
  /** The user's own name for it. */
  name?: string
  pinned?: boolean
  archived?: boolean
  /** Answers payments only. */
  paymentOnly?: boolean
}

/** A recipient that the user has named. */
export interface TransferRecipient {
  /** Canonical: a letter and 12 digits, or 12 digits. */
  purse: string
  name: string
}

/** A vault record that could not be read, carried along as it is. */
export interface DamagedRecord {
  store: string
  id: string
  record: string
}

/** Something in the file that was not imported, or imported with a loss, and why. */
export interface Problem {
  /** Where in the file, in English: `line 3`, `entry 2 (Example: alice)`. */
  where: string
  /** The same, for a translation. */
  place: Place
  /** English, for a person. */
  reason: string
  /** Stable, for a translation: see {@link problemCodes}, or a `ProtocolErrorCode`. */
  code: ProblemCode
}

/** The reasons of this room; what a `ProtocolError` says comes through with the protocol's own codes. */
export const problemCodes = [
  'entry-malformed',
  'line-unknown',
  'kind-unsupported',
  'needs-network',
  'secret-missing',
  'secret-malformed',
  'secret-encrypted',
  'algorithm-unknown',
  'cipher-unsupported',
  'mac-missing',
  'mac-wrong',
  'response-format',
  'part-missing',
] as const

export type ProblemCode = (typeof problemCodes)[number] | ProtocolErrorCode

export interface TransferResult {
  /** Which format it was, found by content: `aegis`, `pskc`, … */
  format: string
  keys: TransferKey[]
  problems: Problem[]
  /** Only a backup of our own has them. */
  recipients?: TransferRecipient[]
  damaged?: DamagedRecord[]
}

export interface TransferOptions {
  /** The passphrase, or a pre-shared key in hex. */
  password?: string
  /** Called with 0 to 1 while a key is derived from the password. */
  onProgress?: (done: number) => void
  /** Aborting rejects with the signal's reason. */
  signal?: AbortSignal
}

/** What a parser hands back; the caller adds the name of the format. */
export type Reading = Omit<TransferResult, 'format'> & { format?: string }

/** One format: `recognises` is cheap and never throws; `read` throws only TransferError (or the abort reason). */
export interface Format {
  readonly name: string
  recognises(content: Content): boolean
  read(content: Content, context: ReadContext): Promise<Reading> | Reading
}

/** The file, as far as it makes sense. */
export interface Content {
  readonly bytes: Uint8Array
  /** Absent where the bytes are no text in UTF-8 or UTF-16. */
  readonly text: string | undefined
  /** Absent where the text is no JSON. */
  readonly json: unknown
}

export interface ReadContext {
  /** @param prompt what to ask for, where it is no password. @throws TransferError `password-needed` */
  password(prompt?: string): string
  readonly work: Work
  /** Reads something that was inside: an age file around an export of another program. */
  readInner(bytes: Uint8Array): Promise<TransferResult>
}

/** How a long computation reports and is stopped. */
export interface Work {
  readonly onProgress?: (done: number) => void
  readonly signal?: AbortSignal
}
