import { type Algorithm, checkEnrolment, ProtocolError, parseSecret } from '../protocol/index.ts'
import { asText } from './content.ts'
import { type Place, placeText } from './place.ts'
import type { Problem, ProblemCode, TransferKey } from './types.ts'

/** Characters of base32, spaces and padding included; none is looked at above that. */
const LONGEST_SECRET = 10_000

/** What an export says about one key; `undefined`, `null` and empty text mean that it says nothing. */
export interface Candidate {
  /** `totp`, `hotp`, `ocra` in any case; everything else is a problem. Nothing means TOTP. */
  kind: unknown
  issuer?: unknown
  account?: unknown
  /** Base32 text, or the bytes. */
  secret: unknown
  algorithm?: unknown
  digits?: unknown
  period?: unknown
  counter?: unknown
  suite?: unknown
  paymentSuite?: unknown
  /** The user's own name for it, beside issuer and account. */
  name?: unknown
  pinned?: unknown
}

/** Why one entry was not taken. Thrown while reading it, caught by {@link Collector.read}. */
export class EntryError extends Error {
  readonly code: ProblemCode

  constructor(code: ProblemCode, reason: string) {
    super(reason)
    this.code = code
  }
}

/** Gathers keys and problems, entry by entry, so that one bad entry costs nothing but itself. */
export class Collector {
  readonly keys: TransferKey[] = []
  readonly problems: Problem[] = []

  /** Runs `read` for one entry; its {@link EntryError} or `ProtocolError` becomes a problem at `place`. */
  read(place: Place, read: () => TransferKey | undefined): void {
    try {
      const key = read()
      if (key) this.keys.push(key)
    } catch (error) {
      if (!(error instanceof EntryError || error instanceof ProtocolError)) throw error
      this.problem(place, error.code, error.message)
    }
  }

  add(place: Place, candidate: Candidate): void {
    this.read(place, () => keyFrom(candidate))
  }

  problem(place: Place, code: ProblemCode, reason: string): void {
    this.problems.push(problemAt(place, code, reason))
  }
}

export function problemAt(place: Place, code: ProblemCode, reason: string): Problem {
  return { where: placeText(place), place, reason, code }
}

/**
 * A whole key of what an export says, with the defaults that all authenticators share (RFC 4226, RFC 6238).
 * @throws EntryError, ProtocolError
 */
export function keyFrom(candidate: Candidate): TransferKey {
  const key = checkEnrolment({
    kind: kindFrom(candidate.kind),
    issuer: text(candidate.issuer),
    account: text(candidate.account),
    secret: secretFrom(candidate.secret),
    algorithm: algorithmFrom(candidate.algorithm),
    digits: number(candidate.digits),
    period: number(candidate.period),
    counter: counterFrom(candidate.counter),
    suite: text(candidate.suite),
    paymentSuite: text(candidate.paymentSuite),
  })
  const name = text(candidate.name)?.trim()
  return { ...key, ...(name && { name }), ...(candidate.pinned === true && { pinned: true }) }
}

function kindFrom(value: unknown): TransferKey['kind'] {
  if (isNothing(value)) return 'totp'
  const kind = asText(value).toLowerCase()
  if (kind === 'totp' || kind === 'hotp' || kind === 'ocra') return kind
  if (kind === 'steam') throw steam()
  throw new EntryError('kind-unsupported', `Codes of the kind "${kind.slice(0, 40)}" are not computed here.`)
}

export function steam(): EntryError {
  return new EntryError(
    'otpauth-steam',
    'Steam codes are letters made in a way of their own; Answerkey does not make them.',
  )
}

function secretFrom(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (isNothing(value)) throw new EntryError('secret-missing', 'The secret is missing.')
  if (typeof value !== 'string') throw new EntryError('secret-malformed', 'The secret is not a text.')
  if (value.length > LONGEST_SECRET)
    throw new EntryError('secret-too-long', 'The secret is too long to be one.')
  return parseSecret(value)
}

/** `SHA1`, `sha-256`, `HmacSHA512`… */
function algorithmFrom(value: unknown): Algorithm | undefined {
  if (isNothing(value)) return undefined
  const match = /^(?:hmac[-_]?)?sha[-_]?(1|256|512)$/i.exec(asText(value).trim())
  if (match) return `SHA${match[1] as '1' | '256' | '512'}`
  throw new EntryError(
    'algorithm-unknown',
    `The hash "${asText(value).slice(0, 40)}" is not known; SHA1, SHA256 and SHA512 are.`,
  )
}

/** JSON's numbers end where a number is no longer exact; texts go on to 2⁶⁴ − 1. */
function counterFrom(value: unknown): number | bigint | undefined {
  if (typeof value === 'bigint') return value
  return typeof value === 'string' && /^\s*\d{16,20}\s*$/.test(value) ? BigInt(value) : number(value)
}

/** Some write numbers as text. What is no number comes out as NaN, which no range allows. */
export function number(value: unknown): number | undefined {
  if (isNothing(value)) return undefined
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : Number.NaN
}

function text(value: unknown): string | undefined {
  if (isNothing(value)) return undefined
  return typeof value === 'string' ? value : asText(value)
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
