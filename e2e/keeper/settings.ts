import type { Core } from './core.ts'
import type { Sql } from './store.ts'

export type Mode = 'payment' | 'authorization'

/** What the Security service keeps about an account. */
export interface Settings {
  confirmation: boolean
  mode: Mode
  exemptTrusted: boolean
  /** `offered`: a key was shown and has not answered yet. `ready`: it has. */
  keyState: 'none' | 'offered' | 'ready'
  /** Base32; there only while the key is offered. */
  offeredSecret: string | null
  /** Why the security robot switched confirmation on, until the user has read it. */
  robotReason: RobotReason | null
}

type RobotReason = 'many' | 'large'

/** Transfers within one minute that make the robot act. */
export const ROBOT_COUNT = 3
const ROBOT_WINDOW_MS = 60_000
/** A single transfer of this much, in hundredths, by currency letter. */
export const ROBOT_CENTS: Record<string, number> = { Z: 50_000, E: 45_000, R: 3_000_000 }

export async function settingsOf(sql: Sql, wmid: string): Promise<Settings> {
  const [row] = await sql.query<{
    confirmation: boolean
    mode: Mode
    exempt_trusted: boolean
    key_state: Settings['keyState']
    offered_secret: string | null
    robot_reason: RobotReason | null
  }>('SELECT * FROM settings WHERE wmid = $1', [wmid])
  if (row === undefined) throw new Error(`No settings for ${wmid}.`)
  return {
    confirmation: row.confirmation,
    mode: row.mode,
    exemptTrusted: row.exempt_trusted,
    keyState: row.key_state,
    offeredSecret: row.offered_secret,
    robotReason: row.robot_reason,
  }
}

/**
 * The security robot looks at a transfer that is about to be made without confirmation. When it is the third
 * within a minute, or a large one, confirmation is switched on, and the transfer itself has to be confirmed.
 */
export async function robotLooks(
  core: Core,
  wmid: string,
  from: string,
  cents: number,
): Promise<RobotReason | undefined> {
  const limit = ROBOT_CENTS[from.charAt(0)] ?? 0
  const [recent] = await core.store.query<{ count: number }>(
    `SELECT count(*) AS count FROM transfers JOIN purses ON purses.purse = from_purse
      WHERE wmid = $1 AND mode IS NULL AND at > $2`,
    [wmid, core.now() - ROBOT_WINDOW_MS],
  )
  const reason: RobotReason | undefined =
    cents >= limit ? 'large' : Number(recent?.count ?? 0) >= ROBOT_COUNT - 1 ? 'many' : undefined
  if (reason !== undefined) {
    await core.store.query(
      'UPDATE settings SET confirmation = true, robot_reason = $2, robot_at = $3 WHERE wmid = $1',
      [wmid, reason, core.now()],
    )
  }
  return reason
}

/** The user has read the robot's notice. */
export const dismissRobot = (sql: Sql, wmid: string): Promise<unknown[]> =>
  sql.query('UPDATE settings SET robot_reason = NULL WHERE wmid = $1', [wmid])

/** Whether a transfer to the owner of `purse` may go without confirmation: trusted, and the user wants that. */
export async function isExempt(sql: Sql, wmid: string, purse: string): Promise<boolean> {
  const rows = await sql.query(
    `SELECT 1 FROM contacts JOIN purses ON purses.wmid = contacts.contact
       JOIN settings ON settings.wmid = contacts.wmid
      WHERE contacts.wmid = $1 AND purses.purse = $2 AND contacts.trusted AND settings.exempt_trusted`,
    [wmid, purse],
  )
  return rows.length > 0
}
