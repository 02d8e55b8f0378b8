import { ProtocolError, type ProtocolErrorCode } from './error.ts'

/** The code with which `act` refuses; fails the test where it does not, or fails in another way. */
export function refusal(act: () => unknown): ProtocolErrorCode {
  return refused(act).code
}

/** The refusal itself. */
export function refused(act: () => unknown): ProtocolError {
  let result: unknown
  try {
    result = act()
  } catch (error) {
    if (error instanceof ProtocolError) return error
    throw error
  }
  throw new Error(`was not refused, but gave ${JSON.stringify(result)}`)
}

/** What `act` gives, or `undefined` where it refuses. Any other failure goes through. */
export function orRefused<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
