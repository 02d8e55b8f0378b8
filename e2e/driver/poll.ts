import { setTimeout as pause } from 'node:timers/promises'
import { DriverError } from './driver.ts'

export const PATIENCE = 15_000
const STEP = 40

/**
 * Asks again and again until there is an answer, and gives that back.
 * A question that rejects counts as no answer (a page may be between two documents); the last reason is told.
 * A `DriverError` is final: more asking would change nothing.
 * @param question its answer; `undefined` means not yet
 * @param waitedFor what the message says was waited for
 * @param stood what the message says stood there instead
 */
export async function poll<T>(
  question: () => Promise<T | undefined>,
  waitedFor: string,
  timeout = PATIENCE,
  stood?: () => Promise<string>,
): Promise<T> {
  const deadline = performance.now() + timeout
  let reason: unknown
  for (;;) {
    try {
      const answer = await question()
      if (answer !== undefined) return answer
      reason = undefined
    } catch (error) {
      if (error instanceof DriverError) throw error
      reason = error
    }
    if (performance.now() > deadline) break
    await pause(STEP)
  }
  const instead = await stood?.().catch(() => '(the page cannot be read)')
  const because = reason instanceof Error ? `\n  last error: ${reason.message}` : ''
  throw new DriverError(
    `Waited ${timeout / 1000} s for ${waitedFor}.${instead === undefined ? '' : `\n  instead: ${instead}`}${because}`,
    { cause: reason },
  )
}
