/** What an operator may set. All times are milliseconds. */
export interface Policy {
  /** How long a challenge can be answered where `issue` says nothing else. */
  lifetimeMs: number
  /** The longest lifetime that `issue` accepts. */
  longestLifetimeMs: number
  /** So many wrong answers in a row cost nothing; after each further one the account must wait. */
  freeFailures: number
  /** The first wait; every further one is twice as long… */
  firstDelayMs: number
  /** …up to this one. */
  longestDelayMs: number
  /** So many wrong answers in a row lock the account. */
  failuresToLock: number
  /** How long a lock lasts, again after each further wrong answer; `null`: until `unlock`. */
  lockMs: number | null
  /** How many answers ahead of the expected counter are accepted (suites with `C`). */
  counterWindow: number
  /** How many time steps before and after the present one are accepted (suites with `T`). */
  timeWindow: number
  /** How many challenges of one account can be open; a new one withdraws the oldest. */
  openChallenges: number
  /** For so long no challenge is given to the same account again, and its record is kept. */
  keepMs: number
  /** Digits of the challenge of a payment, 4 to 64. */
  paymentChallengeDigits: number
}

export const defaultPolicy: Policy = {
  lifetimeMs: 3 * 60_000,
  longestLifetimeMs: 60 * 60_000,
  freeFailures: 2,
  firstDelayMs: 1_000,
  longestDelayMs: 60_000,
  failuresToLock: 10,
  lockMs: 15 * 60_000,
  counterWindow: 10,
  timeWindow: 1,
  openChallenges: 20,
  keepMs: 7 * 24 * 60 * 60_000,
  paymentChallengeDigits: 8,
}

/** How long an account must still wait, and why. */
export interface Hold {
  reason: 'slow-down' | 'locked'
  /** Absent where only `unlock` helps. */
  retryAfterMs?: number
}

/** What `failures` wrong answers in a row, the last of them at `failedAt`, mean at `now`. */
export function holdOn(policy: Policy, failures: number, failedAt: number, now: number): Hold | undefined {
  if (failures >= policy.failuresToLock) {
    if (policy.lockMs === null) return { reason: 'locked' }
    return hold('locked', failedAt + policy.lockMs - now)
  }
  const beyond = failures - policy.freeFailures
  if (beyond <= 0) return undefined
  const delay = Math.min(policy.firstDelayMs * 2 ** (beyond - 1), policy.longestDelayMs)
  return hold('slow-down', failedAt + delay - now)
}

function hold(reason: Hold['reason'], retryAfterMs: number): Hold | undefined {
  return retryAfterMs > 0 ? { reason, retryAfterMs } : undefined
}
