/** Wrong passwords slow down whoever tries them; nothing is ever wiped for them. */
import type { Core } from './core.ts'
import { VaultError } from './errors.ts'
import { readMeta } from './schema.ts'

/** A hand may slip this often before it has to wait. */
const FREE = 3
const FIRST_DELAY = 2_000
const LONGEST_DELAY = 15 * 60_000

interface Attempts {
  failures: number
  lastAt: number
}

/** When the next password may be tried; null: now. */
export function retryAt(attempts: Attempts | undefined, now: number): number | null {
  if (!attempts || attempts.failures < FREE) return null
  const delay = Math.min(FIRST_DELAY * 2 ** (attempts.failures - FREE), LONGEST_DELAY)
  // With the clock set back, the whole delay counts from now on, and not from a time to come.
  const at = Math.min(attempts.lastAt, now) + delay
  return at > now ? at : null
}

/**
 * Runs one attempt. It is counted before it begins and forgiven when it succeeds, so that closing the browser
 * in the middle wins nothing.
 * @param attempt gives undefined where the password was wrong
 * @throws VaultError `too-soon`, `password-wrong`, both with `{ retryAt }`
 */
export async function attempted<T>(core: Core, attempt: () => Promise<T | undefined>): Promise<T> {
  const failures = await core.change([], undefined, async (transaction) => {
    const before = await readMeta(transaction, 'attempts')
    const now = core.now()
    const wait = retryAt(before, now)
    if (wait !== null) throw tooSoon(wait)
    const failures = (before?.failures ?? 0) + 1
    await transaction.objectStore('meta').put({ id: 'attempts', failures, lastAt: now })
    return failures
  })
  const result = await attempt()
  if (result === undefined) throw wrong(retryAt({ failures, lastAt: core.now() }, core.now()))
  await core.change([], undefined, (transaction) => transaction.objectStore('meta').delete('attempts'))
  return result
}

const tooSoon = (at: number): VaultError =>
  new VaultError('too-soon', 'After several wrong passwords, wait a little before the next try.', {
    retryAt: at,
  })

const wrong = (at: number | null): VaultError =>
  new VaultError('password-wrong', 'This is not the password.', { retryAt: at })
