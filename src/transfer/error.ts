export type TransferErrorCode =
  | 'unknown-format'
  | 'password-needed'
  | 'password-wrong'
  | 'damaged'
  | 'too-new'
  | 'too-large'

/** The file as a whole cannot be read (or written): `code` for a program, `message` for a person. */
export class TransferError extends Error {
  override readonly name = 'TransferError'
  readonly code: TransferErrorCode

  constructor(code: TransferErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export function damaged(message: string, cause?: unknown): TransferError {
  return new TransferError('damaged', message, cause === undefined ? undefined : { cause })
}

export function passwordWrong(cause?: unknown): TransferError {
  return new TransferError(
    'password-wrong',
    'The password does not open this file. Check it and try again.',
    cause === undefined ? undefined : { cause },
  )
}
