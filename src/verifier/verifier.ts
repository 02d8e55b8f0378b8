/** The other side of a confirmation: issues challenges, checks answers, each exactly once. */
import { randomBytes } from 'node:crypto'
import {
  canonicalPurse,
  checkEnrolment,
  parseSuite,
  pinHash,
  type Suite,
  settledAmount,
} from '../protocol/index.ts'
import { type AuditEvent, type AuditRow, readAudit, writeAudit } from './audit.ts'
import { VerifierError } from './error.ts'
import { matchAnswer, type Recorded } from './expected.ts'
import { defaultPolicy, type Hold, holdOn, type Policy } from './policy.ts'
import { randomChallenge } from './random-challenge.ts'
import { migrate } from './schema.ts'
import { createSeal } from './seal.ts'
import { type Driver, type Queries, sqlOn } from './sql.ts'

export interface VerifierOptions {
  /** A `PGlite` database or a `Pool` of `pg`; see `openDatabase`. */
  sql: Driver
  /** Milliseconds since 1970; the system's clock unless given. */
  clock?: () => number
  policy?: Partial<Policy>
  /** 32 bytes that encrypt the accounts' secrets in the database. Without it they lie there in clear. */
  encryptionKey?: Uint8Array
}

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

export interface Transaction {
  purse: string
  amount: string
}

export interface Issue {
  account: string
  mode: 'authorization' | 'payment'
  /** What is to be paid, from the site's own record; in payment mode, and only there. */
  transaction?: Transaction
  /** How long the challenge can be answered. */
  lifetimeMs?: number
  /** Session information, for suites with `S`. */
  session?: Uint8Array
}

export interface Issued {
  /** Names the challenge in `check`; tell it to nobody but the session that must answer. */
  id: string
  challenge: string
  /** Milliseconds since 1970. */
  expiresAt: number
  /** What the answer will confirm, in canonical form: show this. */
  transaction?: Transaction
}

export type Checked =
  | { ok: true; account: string; mode: 'authorization' | 'payment'; transaction?: Transaction }
  | {
      ok: false
      reason: 'wrong' | 'expired' | 'repeated' | 'unknown' | 'locked' | 'slow-down'
      /** When another try will be looked at; absent where it is at once, or never. */
      retryAfterMs?: number
    }

export interface AccountStatus {
  suite: string
  paymentSuite?: string
  enrolledAt: number
  /** Wrong answers in a row. */
  failures: number
  hold?: Hold
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
  check(given: { id: string; answer: string }): Promise<Checked>
  /** The newest rows of the record, newest first. */
  audit(of?: { account?: string; limit?: number }): Promise<AuditRow[]>
  /** Deletes challenges that are older than the policy keeps them. Gives their number. */
  prune(): Promise<number>
}

interface AccountRow {
  account: string
  sealed: string
  suite: string
  payment_suite: string | null
  counter: number | string
  failures: number
  failed_at: number | string
  enrolled_at: number | string
}

interface ChallengeRow {
  id: string
  account: string
  mode: 'authorization' | 'payment'
  suite: string
  challenge: string
  purse: string | null
  amount: string | null
  session: string | null
  state: 'open' | 'used' | 'withdrawn'
  expires_at: number | string
}

const SHORTEST_SECRET_BYTES = 16
const TRIES_FOR_A_FRESH_CHALLENGE = 20

/**
 * A verifier on a database. All state is there: any number of processes may share it.
 * @throws VerifierError `encryption-key`
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const sql = sqlOn(options.sql)
  const now = options.clock ?? Date.now
  const policy: Policy = { ...defaultPolicy, ...options.policy }
  const seal = createSeal(options.encryptionKey)

  return {
    migrate: () => migrate(sql),

    async enrol(account, key) {
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
    },

    revoke: (account) =>
      sql.transaction(async (inside) => {
        const gone = await inside.query(
          'DELETE FROM answerkey_accounts WHERE account = $1 RETURNING account',
          [account],
        )
        if (gone.length === 0) return false
        await withdrawOpen(inside, account)
        await writeAudit(inside, { at: now(), event: 'revoked', account })
        return true
      }),

    unlock: (account) =>
      sql.transaction(async (inside) => {
        const free = await inside.query(
          'UPDATE answerkey_accounts SET failures = 0, failed_at = 0 WHERE account = $1 RETURNING account',
          [account],
        )
        if (free.length === 0) return false
        await writeAudit(inside, { at: now(), event: 'unlocked', account })
        return true
      }),

    async status(account) {
      const [row] = await sql.query<AccountRow>('SELECT * FROM answerkey_accounts WHERE account = $1', [
        account,
      ])
      if (!row) return undefined
      const hold = holdOn(policy, row.failures, Number(row.failed_at), now())
      return {
        suite: row.suite,
        ...(row.payment_suite === null ? {} : { paymentSuite: row.payment_suite }),
        enrolledAt: Number(row.enrolled_at),
        failures: row.failures,
        ...(hold ? { hold } : {}),
      }
    },

    async issue(request) {
      const { account, mode, lifetimeMs = policy.lifetimeMs } = request
      if (!(lifetimeMs > 0 && lifetimeMs <= policy.longestLifetimeMs)) {
        throw new VerifierError('lifetime-range', `A challenge lives at most ${policy.longestLifetimeMs} ms.`)
      }
      const transaction = transactionOf(request)
      return sql.transaction(async (inside) => {
        const row = await lockAccount(inside, account)
        if (!row) throw new VerifierError('account-unknown', `The account ${account} has no key.`)
        const suite = suiteFor(row, mode)
        const session = sessionFor(suite, request.session)
        const at = now()
        const expiresAt = at + Math.ceil(lifetimeMs)
        await deleteOld(inside, at, policy, account)
        await inside.query(
          `UPDATE answerkey_challenges SET state = 'withdrawn' WHERE id IN (
             SELECT id FROM answerkey_challenges WHERE account = $1 AND state = 'open'
             ORDER BY issued_at DESC, id OFFSET $2)`,
          [account, policy.openChallenges - 1],
        )
        const id = randomBytes(16).toString('base64url')
        const question =
          mode === 'payment'
            ? { format: 'N' as const, length: policy.paymentChallengeDigits }
            : suite.question
        for (let tries = 0; tries < TRIES_FOR_A_FRESH_CHALLENGE; tries++) {
          const challenge = randomChallenge(question)
          // Never the same twice for an account: the answer to one operation must not confirm another.
          const written = await inside.query(
            `INSERT INTO answerkey_challenges
               (id, account, mode, suite, challenge, purse, amount, session, issued_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             ON CONFLICT (account, challenge) DO NOTHING RETURNING id`,
            [
              id,
              account,
              mode,
              suite.text,
              challenge,
              transaction?.purse ?? null,
              transaction?.amount ?? null,
              session ?? null,
              at,
              expiresAt,
            ],
          )
          if (written.length === 0) continue
          await writeAudit(inside, {
            at,
            event: 'issued',
            account,
            challengeId: id,
            mode,
            ...(transaction ? { transaction } : {}),
          })
          return { id, challenge, expiresAt, ...(transaction ? { transaction } : {}) }
        }
        throw new VerifierError(
          'challenges-exhausted',
          `The suite ${suite.text} has too few challenges: nearly all were given to this account lately.`,
        )
      })
    },

    check: ({ id, answer }) =>
      sql.transaction(async (inside): Promise<Checked> => {
        const [found] = isId(id)
          ? await inside.query<{ account: string }>(
              'SELECT account FROM answerkey_challenges WHERE id = $1',
              [id],
            )
          : []
        if (!found) {
          await writeAudit(inside, { at: now(), event: 'unknown' })
          return { ok: false, reason: 'unknown' }
        }
        // Whoever holds the account's row is alone with its challenges, counter and failures.
        const account = await lockAccount(inside, found.account)
        const at = now()
        const [challenge] = await inside.query<ChallengeRow>(
          'SELECT * FROM answerkey_challenges WHERE id = $1',
          [id],
        )
        if (!challenge) return { ok: false, reason: 'unknown' }
        const recorded = recordedOf(challenge)
        const { mode, transaction } = recorded
        const record = (event: AuditEvent) =>
          writeAudit(inside, {
            at,
            event,
            account: found.account,
            challengeId: id,
            mode,
            ...(transaction ? { transaction } : {}),
          })
        const refuse = async (reason: Exclude<Checked, { ok: true }>['reason'], retryAfterMs?: number) => {
          await record(reason)
          return { ok: false as const, reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
        }

        if (challenge.state === 'used') return refuse('repeated')
        if (!account || challenge.state === 'withdrawn' || Number(challenge.expires_at) <= at)
          return refuse('expired')
        const held = holdOn(policy, account.failures, Number(account.failed_at), at)
        if (held) return refuse(held.reason, held.retryAfterMs)

        const secrets = seal.open(account.account, account.sealed)
        const counter = Number(account.counter)
        let match: { nextCounter: number } | undefined
        try {
          match = matchAnswer(recorded, secrets, { counter, now: at, policy }, written(answer))
        } finally {
          secrets.secret.fill(0)
        }
        if (!match) {
          await inside.query(
            'UPDATE answerkey_accounts SET failures = failures + 1, failed_at = $2 WHERE account = $1',
            [account.account, at],
          )
          return refuse('wrong', holdOn(policy, account.failures + 1, at, at)?.retryAfterMs)
        }
        const consumed = await inside.query(
          `UPDATE answerkey_challenges SET state = 'used' WHERE id = $1 AND state = 'open' RETURNING id`,
          [id],
        )
        if (consumed.length === 0) return refuse('repeated')
        await inside.query(
          'UPDATE answerkey_accounts SET failures = 0, failed_at = 0, counter = $2 WHERE account = $1',
          [account.account, match.nextCounter],
        )
        await record('right')
        return { ok: true, account: account.account, mode, ...(transaction ? { transaction } : {}) }
      }),

    audit: ({ account, limit = 100 } = {}) => readAudit(sql, account, limit),

    prune: () => deleteOld(sql, now(), policy),
  }
}

async function lockAccount(sql: Queries, account: string): Promise<AccountRow | undefined> {
  const [row] = await sql.query<AccountRow>(
    'SELECT * FROM answerkey_accounts WHERE account = $1 FOR UPDATE',
    [account],
  )
  return row
}

async function withdrawOpen(sql: Queries, account: string): Promise<void> {
  await sql.query(
    `UPDATE answerkey_challenges SET state = 'withdrawn' WHERE account = $1 AND state = 'open'`,
    [account],
  )
}

/** Old challenges of one account or of all; those that somebody works on stay for the next time. */
async function deleteOld(sql: Queries, at: number, policy: Policy, account?: string): Promise<number> {
  const gone = await sql.query(
    `DELETE FROM answerkey_challenges WHERE id IN (
       SELECT id FROM answerkey_challenges
       WHERE issued_at < $1 AND expires_at < $2 AND ($3::text IS NULL OR account = $3)
       FOR UPDATE SKIP LOCKED) RETURNING id`,
    [at - policy.keepMs, at, account ?? null],
  )
  return gone.length
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

function transactionOf({ mode, transaction }: Issue): Transaction | undefined {
  if (mode === 'authorization') {
    if (transaction === undefined) return undefined
    throw new VerifierError('transaction-unexpected', "An authorization's answer is bound to no transaction.")
  }
  if (transaction === undefined) {
    throw new VerifierError('transaction-missing', 'A payment needs its purse and amount.')
  }
  return { purse: canonicalPurse(transaction.purse), amount: settledAmount(transaction.amount) }
}

function suiteFor(row: AccountRow, mode: Issue['mode']): Suite {
  const text = mode === 'payment' ? row.payment_suite : row.suite
  if (text === null) {
    throw new VerifierError('mode-unavailable', `The key of ${row.account} answers no payments.`)
  }
  return parseSuite(text)
}

/** Session information in base64, as it is kept. */
function sessionFor(suite: Suite, session: Uint8Array | undefined): string | undefined {
  if (suite.session === undefined) {
    if (session === undefined) return undefined
    throw new VerifierError('session-unexpected', `The suite ${suite.text} takes no session information.`)
  }
  if (session === undefined) {
    throw new VerifierError('session-missing', `The suite ${suite.text} needs session information.`)
  }
  if (session.length > suite.session) {
    throw new VerifierError('session-length', `The suite ${suite.text} takes at most ${suite.session} bytes.`)
  }
  return Buffer.from(session).toString('base64')
}

function recordedOf(row: ChallengeRow): Recorded {
  return {
    mode: row.mode,
    suite: row.suite,
    challenge: row.challenge,
    transaction:
      row.purse === null || row.amount === null ? undefined : { purse: row.purse, amount: row.amount },
    session: row.session === null ? undefined : new Uint8Array(Buffer.from(row.session, 'base64')),
  }
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[\w-]{22}$/.test(id)
}

/** An answer as people write it: with spaces or dashes. */
function written(answer: unknown): string {
  return typeof answer === 'string' && answer.length <= 300 ? answer.replace(/[\s\p{Pd}]/gu, '') : ''
}
