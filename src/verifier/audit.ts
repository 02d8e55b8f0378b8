import type { Queries } from './sql.ts'

export type AuditEvent =
  | 'enrolled'
  | 'revoked'
  | 'unlocked'
  | 'issued'
  | 'right'
  | 'wrong'
  | 'expired'
  | 'repeated'
  | 'unknown'
  | 'slow-down'
  | 'locked'

/** One line of the record. It never holds a secret, a challenge or an answer. */
export interface AuditRow {
  /** Milliseconds since 1970. */
  at: number
  event: AuditEvent
  /** Absent where an unknown challenge was answered. */
  account?: string
  challengeId?: string
  mode?: 'authorization' | 'payment'
  transaction?: { purse: string; amount: string }
}

export async function writeAudit(sql: Queries, row: AuditRow): Promise<void> {
  await sql.query(
    `INSERT INTO answerkey_audit (at, event, account, challenge_id, mode, purse, amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      row.at,
      row.event,
      row.account ?? null,
      row.challengeId ?? null,
      row.mode ?? null,
      row.transaction?.purse ?? null,
      row.transaction?.amount ?? null,
    ],
  )
}

interface Stored {
  at: number | string
  event: AuditEvent
  account: string | null
  challenge_id: string | null
  mode: 'authorization' | 'payment' | null
  purse: string | null
  amount: string | null
}

/** The newest `limit` rows, of one account or of all, newest first. */
export async function readAudit(
  sql: Queries,
  account: string | undefined,
  limit: number,
): Promise<AuditRow[]> {
  const rows = await sql.query<Stored>(
    `SELECT at, event, account, challenge_id, mode, purse, amount FROM answerkey_audit
     WHERE $1::text IS NULL OR account = $1 ORDER BY id DESC LIMIT $2`,
    [account ?? null, limit],
  )
  return rows.map((row) => ({
    at: Number(row.at),
    event: row.event,
    ...(row.account === null ? {} : { account: row.account }),
    ...(row.challenge_id === null ? {} : { challengeId: row.challenge_id }),
    ...(row.mode === null ? {} : { mode: row.mode }),
    ...(row.purse === null || row.amount === null
      ? {}
      : { transaction: { purse: row.purse, amount: row.amount } }),
  }))
}
