import { randomBytes } from 'node:crypto'
import { canonicalPurse, parseSuite, type Suite, settledAmount } from '../protocol/index.ts'
import { type AccountRow, lockAccount } from './accounts.ts'
import { writeAudit } from './audit.ts'
import { deleteOld } from './challenges.ts'
import type { Context } from './context.ts'
import { VerifierError } from './error.ts'
import { randomChallenge } from './random-challenge.ts'

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

const TRIES_FOR_A_FRESH_CHALLENGE = 20

/** Gives an account a challenge that it did not have before. */
export async function issue({ sql, now, policy }: Context, request: Issue): Promise<Issued> {
  const { account, mode, lifetimeMs = policy.lifetimeMs } = request
  if (!(lifetimeMs > 0 && lifetimeMs <= policy.longestLifetimeMs)) {
    throw new VerifierError(
      'lifetime-range',
      `A challenge lives more than 0 and at most ${policy.longestLifetimeMs} ms.`,
    )
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
      mode === 'payment' ? { format: 'N' as const, length: policy.paymentChallengeDigits } : suite.question
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
