import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type { Core } from './core.ts'
import { Refusal } from './refusal.ts'

const CODE_MS = 120_000
const TRIES = 3

const digest = (id: string, code: string): Buffer => createHash('sha256').update(`${id}:${code}`).digest()

/**
 * Makes a code for the SMS or the phone-call step of a log-in, or for its captcha, replacing an earlier one. Five
 * digits, or the caller's last four. It is returned because this Keeper has no telephone: the page shows it as a
 * phone would, and draws the captcha's.
 */
export async function sendCode(
  core: Core,
  input: { id: string; wmid: string; session: string; kind: 'sms' | 'call' | 'captcha' },
): Promise<string> {
  const code = input.kind === 'call' ? String(randomInt(1_000, 10_000)) : String(randomInt(10_000, 100_000))
  await core.store.query(
    `INSERT INTO codes (id, wmid, session, kind, code, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET kind = $4, code = $5, tries = 0, expires_at = $6`,
    [
      input.id,
      input.wmid,
      input.session,
      input.kind,
      digest(input.id, code).toString('hex'),
      core.now() + CODE_MS,
    ],
  )
  return code
}

/** Whether a code has been sent and not taken. */
export const awaitsCode = async (core: Core, id: string): Promise<boolean> =>
  (await core.store.query('SELECT 1 FROM codes WHERE id = $1', [id])).length > 0

/** Takes a code, once. Throws `code-expired` or `code-wrong`; after three wrong ones the code is gone. */
export async function takeCode(core: Core, id: string, session: string, code: string): Promise<void> {
  const [row] = await core.store.query<{ code: string; expires_at: number; tries: number }>(
    `UPDATE codes SET tries = tries + 1 WHERE id = $1 AND session = $2 AND tries < $3
     RETURNING code, expires_at, tries`,
    [id, session, TRIES],
  )
  if (row === undefined || row.expires_at < core.now()) throw new Refusal('code-expired')
  if (!timingSafeEqual(Buffer.from(row.code, 'hex'), digest(id, code.trim()))) throw new Refusal('code-wrong')
  const used = await core.store.query('DELETE FROM codes WHERE id = $1 RETURNING id', [id])
  if (used.length === 0) throw new Refusal('code-expired')
}
