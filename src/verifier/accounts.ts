/** Accounts and their keys. */
import { checkEnrolment, parseSuite, pinHash } from '../protocol/index.ts'
import { writeAudit } from './audit.ts'
import { withdrawOpen } from './challenges.ts'
import type { Context } from './context.ts'
import { VerifierError } from './error.ts'
import { type Hold, holdOn } from './policy.ts'
import type { Queries } from './sql.ts'

export interface AccountKey {
  /** At least 16 bytes (RFC 4226 §4, R6). */
  secret: Uint8Array
  suite: string
  /** Without it the account cannot be asked to confirm payments. */
  paymentSuite?: string
  /** The next counter, for suites with `C`; 0 unless given. */
  counter?: number
  /** Needed for suites with `P`; only its hash is kept. */
  pin?: string
}

export interface AccountStatus {
  suite: string
  paymentSuite?: string
  enrolledAt: number
  /** Wrong answers in a row. */
  failures: number
  hold?: Hold
}

export interface AccountRow {
  account: string
  sealed: string
  suite: string
  payment_suite: string | null
  counter: number | string
  failures: number
  failed_at: number | string
  enrolled_at: number | string
}

const SHORTEST_SECRET_BYTES = 16

/** Gives an account its key, in place of the one it may have. */
export async function enrol({ sql, now, seal }: Context, account: string, key: AccountKey): Promise<void> {
  checkAccountName(account)
  const { suite, paymentSuite, pin } = key
  const { counter = 0 } = checkEnrolment({ kind: 'ocra', ...key, issuer: '', account: '' })
  if (key.secret.length < SHORTEST_SECRET_BYTES) {
    throw new VerifierError('secret-short', `A secret must have at least ${SHORTEST_SECRET_BYTES} bytes.`)
  }
  const sealed = seal.close(account, {
    secret: key.secret,
    pinHash: pinHashFor(suite, pin),
    paymentPinHash: paymentSuite ? pinHashFor(paymentSuite, pin) : undefined,
  })
  const at = now()
  await sql.transaction(async (inside) => {
    await inside.query(
      `INSERT INTO answerkey_accounts (account, sealed, suite, payment_suite, counter, enrolled_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, suite = excluded.suite,
         payment_suite = excluded.payment_suite, counter = excluded.counter,
         enrolled_at = excluded.enrolled_at, failures = 0, failed_at = 0`,
      [account, sealed, suite, paymentSuite ?? null, counter, at],
    )
    await withdrawOpen(inside, account)
    await writeAudit(inside, { at, event: 'enrolled', account })
  })
}

/** Takes an account's key away; `false` where it had none. */
export async function revoke({ sql, now }: Context, account: string): Promise<boolean> {
  return sql.transaction(async (inside) => {
    const gone = await inside.query('DELETE FROM answerkey_accounts WHERE account = $1 RETURNING account', [
      account,
    ])
    if (gone.length === 0) return false
    await withdrawOpen(inside, account)
    await writeAudit(inside, { at: now(), event: 'revoked', account })
    return true
  })
}

/** Forgets an account's wrong answers; `false` where there is no such account. */
export async function unlock({ sql, now }: Context, account: string): Promise<boolean> {
  return sql.transaction(async (inside) => {
    const free = await inside.query(
      'UPDATE answerkey_accounts SET failures = 0, failed_at = 0 WHERE account = $1 RETURNING account',
      [account],
    )
    if (free.length === 0) return false
    await writeAudit(inside, { at: now(), event: 'unlocked', account })
    return true
  })
}

export async function statusOf(
  { sql, now, policy }: Context,
  account: string,
): Promise<AccountStatus | undefined> {
  const [row] = await sql.query<AccountRow>('SELECT * FROM answerkey_accounts WHERE account = $1', [account])
  if (!row) return undefined
  const hold = holdOn(policy, row.failures, Number(row.failed_at), now())
  return {
    suite: row.suite,
    ...(row.payment_suite === null ? {} : { paymentSuite: row.payment_suite }),
    enrolledAt: Number(row.enrolled_at),
    failures: row.failures,
    ...(hold ? { hold } : {}),
  }
}

/** Whoever holds the account's row is alone with its challenges, counter and failures. */
export async function lockAccount(sql: Queries, account: string): Promise<AccountRow | undefined> {
  const [row] = await sql.query<AccountRow>(
    'SELECT * FROM answerkey_accounts WHERE account = $1 FOR UPDATE',
    [account],
  )
  return row
}

function checkAccountName(account: string): void {
  if (typeof account !== 'string' || account === '' || account.length > 200 || account.includes('\0')) {
    throw new VerifierError('account-name', "An account's name is a text of 1 to 200 characters.")
  }
}

function pinHashFor(suite: string, pin: string | undefined): Uint8Array | undefined {
  const parsed = parseSuite(suite)
  if (parsed.timeStep === 0) {
    throw new VerifierError(
      'suite-time',
      `The time step of ${suite} has no length, so nobody can compute with it.`,
    )
  }
  if (!parsed.pin) return undefined
  if (pin === undefined) throw new VerifierError('pin-missing', `The suite ${suite} needs the account's PIN.`)
  return pinHash(parsed, pin)
}
