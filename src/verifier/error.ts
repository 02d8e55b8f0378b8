export const verifierErrorCodes = [
  'account-unknown',
  'account-name',
  'mode-unavailable',
  'transaction-missing',
  'transaction-unexpected',
  'session-missing',
  'session-unexpected',
  'session-length',
  'lifetime-range',
  'pin-missing',
  'secret-short',
  'suite-time',
  'challenges-exhausted',
  'encryption-key',
  'secret-unreadable',
  'schema-newer',
  'database-unknown',
] as const

export type VerifierErrorCode = (typeof verifierErrorCodes)[number]

/** The site asked for something that cannot be done: `code` for its program, `message` for its operator. */
export class VerifierError extends Error {
  override readonly name = 'VerifierError'
  readonly code: VerifierErrorCode

  constructor(code: VerifierErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
