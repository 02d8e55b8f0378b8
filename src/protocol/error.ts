/** Every reason for which this room refuses something. The UI translates each of them. */
export const protocolErrorCodes = [
  // suites (RFC 6287 §6)
  'suite-malformed',
  'suite-version',
  'suite-function',
  'suite-hash',
  'suite-digits',
  'suite-question',
  'suite-pin',
  'suite-session',
  'suite-time',
  'suite-order',
  // what goes into one computation
  'secret-empty',
  'secret-too-long',
  'secret-malformed',
  'counter-missing',
  'counter-unexpected',
  'counter-range',
  'question-malformed',
  'question-too-long',
  'pin-missing',
  'pin-unexpected',
  'pin-length',
  'session-missing',
  'session-unexpected',
  'session-length',
  'time-missing',
  'time-unexpected',
  'time-range',
  'algorithm-unknown',
  'digits-range',
  'period-range',
  // challenges
  'challenge-missing',
  'challenge-malformed',
  'challenge-too-short',
  'challenge-too-long',
  'challenge-bidi',
  // payments
  'payment-suite',
  'purse-malformed',
  'purse-bidi',
  'amount-malformed',
  'amount-ambiguous',
  'amount-sign',
  'amount-zero',
  'amount-too-large',
  'amount-too-precise',
  'amount-bidi',
  // enum: URIs
  'uri-too-long',
  'uri-malformed',
  'uri-scheme',
  'uri-action',
  'uri-missing',
  'uri-repeated',
  // otpauth: URIs
  'otpauth-type',
  'otpauth-account',
  'otpauth-issuer',
  'otpauth-steam',
  'suite-missing',
  'payment-suite-same',
  'origin-malformed',
  'origin-insecure',
  'origin-not-exact',
] as const

export type ProtocolErrorCode = (typeof protocolErrorCodes)[number]

/** More about one refusal, for whoever shows it. */
export interface ProtocolErrorDetail {
  /** `amount-ambiguous`: the canonical readings that the text allows, smaller first. */
  choices?: string[]
  /** The URI parameter or the part of the suite that is meant. */
  parameter?: string
}

/** What was given cannot be used: `code` for a program, `message` for a person. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ProtocolErrorCode
  readonly detail: ProtocolErrorDetail

  constructor(code: ProtocolErrorCode, message: string, detail: ProtocolErrorDetail = {}) {
    super(message)
    this.code = code
    this.detail = detail
  }

  /** The readings that an ambiguous amount allows; empty for every other refusal. */
  get choices(): string[] {
    return this.detail.choices ?? []
  }
}
