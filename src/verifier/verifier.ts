/** The other side of a confirmation: issues challenges, checks answers, each exactly once. */
import { type AccountKey, type AccountStatus, enrol, revoke, statusOf, unlock } from './accounts.ts'
import { type AuditRow, readAudit } from './audit.ts'
import { deleteOld } from './challenges.ts'
import { type Checked, check, type Given } from './check.ts'
import type { Context } from './context.ts'
import { type Issue, type Issued, issue } from './issue.ts'
import { defaultPolicy, type Policy } from './policy.ts'
import { migrate } from './schema.ts'
import { createSeal } from './seal.ts'
import { type Driver, sqlOn } from './sql.ts'

export interface VerifierOptions {
  /** A `PGlite` database or a `Pool` of `pg`; see `openDatabase`. */
  sql: Driver
  /** Milliseconds since 1970; the system's clock unless given. */
  clock?: () => number
  policy?: Partial<Policy>
  /** 32 bytes that encrypt the accounts' secrets in the database. Without it they lie there in clear. */
  encryptionKey?: Uint8Array
}

export interface Verifier {
  /** Makes the tables, or brings them up to date. */
  migrate(): Promise<void>
  /** Gives an account its key, in place of the one it may have; open challenges of that one are withdrawn. */
  enrol(account: string, key: AccountKey): Promise<void>
  /** Takes an account's key away. `false` where it had none. */
  revoke(account: string): Promise<boolean>
  /** Forgets the account's wrong answers. `false` where there is no such account. */
  unlock(account: string): Promise<boolean>
  status(account: string): Promise<AccountStatus | undefined>
  issue(request: Issue): Promise<Issued>
  check(given: Given): Promise<Checked>
  /** The newest rows of the record, newest first. */
  audit(of?: { account?: string; limit?: number }): Promise<AuditRow[]>
  /** Deletes challenges that are older than the policy keeps them. Gives their number. */
  prune(): Promise<number>
}

/**
 * A verifier on a database. All state is there: any number of processes may share it.
 * @throws VerifierError `encryption-key`
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const sql = sqlOn(options.sql)
  const now = options.clock ?? Date.now
  const policy: Policy = { ...defaultPolicy, ...options.policy }
  const context: Context = { sql, now, policy, seal: createSeal(options.encryptionKey) }

  return {
    migrate: () => migrate(sql),

    enrol: (account, key) => enrol(context, account, key),
    revoke: (account) => revoke(context, account),
    unlock: (account) => unlock(context, account),
    status: (account) => statusOf(context, account),
    issue: (request) => issue(context, request),
    check: (given) => check(context, given),
    audit: ({ account, limit = 100 } = {}) => readAudit(sql, account, limit),
    prune: () => deleteOld(sql, now(), policy),
  }
}
