import type { Core } from './core.ts'
import { boundPurse, type Movement, recordTransfer } from './ledger.ts'
import { amountText } from './money.ts'
import { randomId } from './random.ts'
import { Refusal } from './refusal.ts'
import { type Mode, settingsOf } from './settings.ts'
import type { Sql } from './store.ts'

/** What happens when an operation has been confirmed. Money always carries the Keeper's own record of it. */
export type Task =
  | { kind: 'transfer'; movement: Movement }
  | { kind: 'invoice'; invoice: string; movement: Movement }
  | { kind: 'merchant'; order: string; movement: Movement }
  | { kind: 'contact'; contact: string; name: string }
  | { kind: 'trust'; contactId: string; name: string }
  | { kind: 'settings'; mode: Mode; exemptTrusted: boolean }
  | { kind: 'enable' }
  | { kind: 'disable' }
  | { kind: 'login'; to: string }
  | { kind: 'open'; to: 'personal' | 'documents' }

/** One operation that waits for an answer, or has had it. */
export interface Operation {
  id: string
  wmid: string
  section: string
  mode: Mode
  task: Task
  /** Absent until it is asked for. */
  challenge?: { id: string; digits: string; expiresAt: number }
  done: boolean
}

interface Row {
  id: string
  wmid: string
  section: string
  mode: Mode
  details: string
  challenge_id: string | null
  challenge: string | null
  expires_at: number | null
  done_at: number | null
}

const fromRow = (row: Row): Operation => ({
  id: row.id,
  wmid: row.wmid,
  section: row.section,
  mode: row.mode,
  task: JSON.parse(row.details) as Task,
  done: row.done_at !== null,
  ...(row.challenge_id !== null && row.challenge !== null && row.expires_at !== null
    ? { challenge: { id: row.challenge_id, digits: row.challenge, expiresAt: row.expires_at } }
    : {}),
})

/** The money that a task moves, if it moves any. */
export const movementOf = (task: Task): Movement | undefined =>
  'movement' in task ? task.movement : undefined

interface Beginning {
  wmid: string
  /** For a login: the browser that may answer, for nobody is logged in yet. */
  session?: string
  section: string
  mode: Mode
  task: Task
}

/** Writes an operation down. Nothing happens to the money and no challenge exists yet; see {@link ask}. */
export async function begin(core: Core, beginning: Beginning): Promise<Operation> {
  const { wmid, session, section, task } = beginning
  const mode = movementOf(task) === undefined ? 'authorization' : beginning.mode
  const [row] = await core.store.query<Row>(
    `INSERT INTO operations (id, wmid, session, section, kind, mode, details, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING *`,
    [randomId(), wmid, session ?? null, section, task.kind, mode, JSON.stringify(task), core.now()],
  )
  if (row === undefined) throw new Error('The operation was not written.')
  return fromRow(row)
}

/** An operation of this account or, for a login, of this browser. Others do not exist for it. */
export async function findOperation(
  core: Core,
  id: string,
  who: { wmid?: string | undefined; session?: string | undefined },
): Promise<Operation> {
  const [row] = await core.store.query<Row>(
    `SELECT * FROM operations WHERE id = $1
       AND (CASE WHEN session IS NULL THEN wmid = $2 ELSE session = $3 END)`,
    [id, who.wmid ?? '', who.session ?? ''],
  )
  if (row === undefined) throw new Refusal('unknown')
  return fromRow(row)
}

/**
 * Has the verifier issue a new challenge for an operation, bound to the operation's own purse and amount in
 * payment mode. Throws `key-missing` when the account has no key that could answer it.
 */
export async function ask(
  core: Core,
  operation: Operation,
  lifetimeMs = core.lifetimeMs,
): Promise<Operation> {
  const { keyState } = await settingsOf(core.store, operation.wmid)
  // a key that was only offered can do one thing: show that it answers
  const usable = keyState === 'ready' || (keyState === 'offered' && operation.task.kind === 'enable')
  if (!usable) throw new Refusal('key-missing')
  const movement = movementOf(operation.task)
  const issued = await core.verifier.issue({
    account: operation.wmid,
    mode: operation.mode,
    lifetimeMs,
    ...(operation.mode === 'payment' && movement !== undefined
      ? { transaction: { purse: boundPurse(movement), amount: amountText(movement.cents) } }
      : {}),
  })
  const expiresAt = Number(issued.expiresAt)
  await core.store.query(
    'UPDATE operations SET challenge_id = $2, challenge = $3, expires_at = $4 WHERE id = $1 AND done_at IS NULL',
    [operation.id, issued.id, issued.challenge, expiresAt],
  )
  return { ...operation, challenge: { id: issued.id, digits: issued.challenge, expiresAt } }
}

/**
 * Checks an answer and, when it is right, carries the operation out, once. `shown` is what the form sent back
 * of purse and amount: it decides nothing, but where it is not what the Keeper recorded, somebody changed the
 * page, and that is refused before the answer is looked at.
 */
export async function confirm(
  core: Core,
  operation: Operation,
  answer: string,
  shown: { purse?: string | undefined; amount?: string | undefined } = {},
): Promise<void> {
  if (operation.done) throw new Refusal('repeated')
  if (operation.challenge === undefined) throw new Refusal('unknown')
  const movement = movementOf(operation.task)
  if (movement !== undefined) {
    const same =
      (shown.purse === undefined || shown.purse === boundPurse(movement)) &&
      (shown.amount === undefined || shown.amount === amountText(movement.cents))
    if (!same) throw new Refusal('tampered')
  }
  const checked = await core.verifier.check({
    id: operation.challenge.id,
    answer: answer.normalize('NFKC').replace(/[\s-]/g, ''),
  })
  if (!checked.ok) throw new Refusal(checked.reason, checked.retryAfterMs)
  await core.store.transaction(async (sql) => {
    const won = await sql.query(
      'UPDATE operations SET done_at = $2 WHERE id = $1 AND done_at IS NULL RETURNING id',
      [operation.id, core.now()],
    )
    if (won.length === 0) throw new Refusal('repeated')
    await carryOut(sql, core.now(), operation)
  })
}

/** Does what an operation is for, inside a transaction of the caller. `id` and `mode` are null when nobody confirmed it. */
export async function carryOut(
  sql: Sql,
  now: number,
  operation: { id: string | null; wmid: string; section: string; mode: Mode | null; task: Task },
): Promise<void> {
  const { task, wmid, section, mode, id } = operation
  switch (task.kind) {
    case 'transfer':
    case 'merchant':
      await recordTransfer(sql, now, task.movement, { section, mode, operation: id })
      return
    case 'invoice': {
      const paid = await sql.query(
        'UPDATE invoices SET paid_at = $2 WHERE id = $1 AND paid_at IS NULL RETURNING id',
        [task.invoice, now],
      )
      if (paid.length === 0) throw new Refusal('invoice-paid')
      await recordTransfer(sql, now, task.movement, { section, mode, operation: id })
      return
    }
    case 'contact':
      await sql.query(
        `INSERT INTO contacts (id, wmid, contact, name) VALUES ($1, $2, $3, $4)
         ON CONFLICT (wmid, contact) DO NOTHING`,
        [randomId(), wmid, task.contact, task.name],
      )
      return
    case 'trust':
      await sql.query('UPDATE contacts SET trusted = true WHERE id = $1 AND wmid = $2', [
        task.contactId,
        wmid,
      ])
      return
    case 'settings':
      await sql.query('UPDATE settings SET mode = $2, exempt_trusted = $3 WHERE wmid = $1', [
        wmid,
        task.mode,
        task.exemptTrusted,
      ])
      return
    case 'enable':
      await sql.query(
        `UPDATE settings SET confirmation = true, key_state = 'ready', offered_secret = NULL WHERE wmid = $1`,
        [wmid],
      )
      return
    case 'disable':
      await sql.query('UPDATE settings SET confirmation = false, robot_reason = NULL WHERE wmid = $1', [wmid])
      return
    case 'login':
    case 'open':
      return // what it opens belongs to the session, which the page holds
  }
}
