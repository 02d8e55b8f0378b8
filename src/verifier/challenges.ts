/** Challenges as they are kept. */
import type { Recorded } from './expected.ts'
import type { Policy } from './policy.ts'
import type { Queries } from './sql.ts'

export interface ChallengeRow {
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

export async function withdrawOpen(sql: Queries, account: string): Promise<void> {
  await sql.query(
    `UPDATE answerkey_challenges SET state = 'withdrawn' WHERE account = $1 AND state = 'open'`,
    [account],
  )
}

/** Old challenges of one account or of all; those that somebody works on stay for the next time. */
export async function deleteOld(sql: Queries, at: number, policy: Policy, account?: string): Promise<number> {
  const gone = await sql.query(
    `DELETE FROM answerkey_challenges WHERE id IN (
       SELECT id FROM answerkey_challenges
       WHERE issued_at < $1 AND expires_at < $2 AND ($3::text IS NULL OR account = $3)
       FOR UPDATE SKIP LOCKED) RETURNING id`,
    [at - policy.keepMs, at, account ?? null],
  )
  return gone.length
}

export function recordedOf(row: ChallengeRow): Recorded {
  return {
    mode: row.mode,
    suite: row.suite,
    challenge: row.challenge,
    transaction:
      row.purse === null || row.amount === null ? undefined : { purse: row.purse, amount: row.amount },
    session: row.session === null ? undefined : new Uint8Array(Buffer.from(row.session, 'base64')),
  }
}
