import type { ErrorReply } from '../messages.ts'
import { ProtocolError } from '../protocol/index.ts'
import { VaultError } from '../vault/index.ts'

/** The worker refuses a request: `code` for a program, `message` for a person who can act on it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  readonly detail?: unknown

  constructor(code: string, message: string, detail?: unknown) {
    super(message)
    this.code = code
    if (detail !== undefined) this.detail = detail
  }
}

/** The code of what was thrown; `internal` for what nobody expected. */
export function codeOf(error: unknown): string {
  return isTyped(error) ? error.code : 'internal'
}

/**
 * What was thrown as it may cross a message. Only errors made for it carry their own words and detail:
 * anything else could quote what it was working on.
 */
export function errorReply(error: unknown): ErrorReply {
  if (!isTyped(error)) {
    return { code: 'internal', message: 'Something went wrong inside Answerkey. Try again.' }
  }
  const reply: ErrorReply = { code: error.code, message: error.message }
  if (error.detail !== undefined) reply.detail = error.detail
  return reply
}

function isTyped(error: unknown): error is Error & { code: string; detail?: unknown } {
  return error instanceof Refusal || error instanceof VaultError || error instanceof ProtocolError
}
