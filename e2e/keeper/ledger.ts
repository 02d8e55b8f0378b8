import { canonicalPurse } from '../../src/protocol/index.ts'
import type { Core } from './core.ts'
import { randomId } from './random.ts'
import { Refusal } from './refusal.ts'
import type { Mode } from './settings.ts'
import type { Sql } from './store.ts'

/** Money that is about to go, as the Keeper understood the form: its own record, not the page's. */
export interface Movement {
  from: string
  to: string
  cents: number
  note: string
  /** The purse as the page shows it, where that is not `to`: the 12 digits without their letter. */
  bound?: string
}

/** The purse's text that a payment answer is bound to: the one that the user sees. */
export const boundPurse = (movement: Movement): string => movement.bound ?? movement.to

export interface Transfer extends Movement {
  id: string
  section: string
  /** How it was confirmed; `null` when no confirmation was needed. */
  mode: Mode | null
  /** Milliseconds since 1970. */
  at: number
}

/**
 * Checks a transfer before anybody is asked to confirm it. Throws what is wrong: `purse-invalid`,
 * `purse-unknown`, `purse-own`, `purse-currency` or `not-enough`.
 */
export async function checkMovement(sql: Sql, wmid: string, movement: Movement): Promise<Movement> {
  let to: string
  try {
    to = canonicalPurse(movement.to)
  } catch {
    throw new Refusal('purse-invalid')
  }
  const [source] = await sql.query<{ cents: number }>(
    'SELECT cents FROM purses WHERE purse = $1 AND wmid = $2',
    [movement.from, wmid],
  )
  if (source === undefined) throw new Refusal('purse-invalid')
  // without its letter a number means the purse in the currency that is sent
  if (/^\d/.test(to)) to = movement.from.charAt(0) + to
  if (to === movement.from) throw new Refusal('purse-own')
  const [target] = await sql.query('SELECT 1 FROM purses WHERE purse = $1', [to])
  if (target === undefined) throw new Refusal('purse-unknown')
  if (to.charAt(0) !== movement.from.charAt(0)) throw new Refusal('purse-currency')
  if (source.cents < movement.cents) throw new Refusal('not-enough')
  return { from: movement.from, to, cents: movement.cents, note: movement.note.trim().slice(0, 255) }
}

/**
 * Moves the money inside a transaction of the caller. `operation` can be recorded once only: a second attempt
 * breaks the unique column and takes the whole transaction with it.
 */
export async function recordTransfer(
  sql: Sql,
  now: number,
  movement: Movement,
  how: { section: string; mode: Mode | null; operation: string | null },
): Promise<string> {
  const paid = await sql.query(
    'UPDATE purses SET cents = cents - $2 WHERE purse = $1 AND cents >= $2 RETURNING purse',
    [movement.from, movement.cents],
  )
  if (paid.length === 0) throw new Refusal('not-enough')
  await sql.query('UPDATE purses SET cents = cents + $2 WHERE purse = $1', [movement.to, movement.cents])
  const id = randomId()
  await sql.query(
    `INSERT INTO transfers (id, from_purse, to_purse, cents, note, section, mode, operation, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      movement.from,
      movement.to,
      movement.cents,
      movement.note,
      how.section,
      how.mode,
      how.operation,
      now,
    ],
  )
  return id
}

/** Every transfer in or out of an account, or all there are, the latest first. */
export async function transfersOf(core: Core, wmid?: string): Promise<Transfer[]> {
  return core.store.query<Transfer>(
    `SELECT id, from_purse AS "from", to_purse AS "to", cents, note, section, mode, at FROM transfers
      WHERE $1::text IS NULL OR from_purse IN (SELECT purse FROM purses WHERE wmid = $1)
         OR to_purse IN (SELECT purse FROM purses WHERE wmid = $1)
      ORDER BY seq DESC`,
    [wmid ?? null],
  )
}

interface Invoice {
  id: string
  purse: string
  cents: number
  note: string
  created_at: number
  paid_at: number | null
}

/** What others have billed an account for, the unpaid first. */
export const invoicesOf = (sql: Sql, wmid: string): Promise<Invoice[]> =>
  sql.query<Invoice>('SELECT * FROM invoices WHERE wmid = $1 ORDER BY paid_at NULLS FIRST, created_at DESC', [
    wmid,
  ])
