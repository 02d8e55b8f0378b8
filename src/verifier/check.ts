import { lockAccount } from './accounts.ts'
import { type AuditEvent, writeAudit } from './audit.ts'
import { type ChallengeRow, recordedOf } from './challenges.ts'
import type { Context } from './context.ts'
import { matchAnswer } from './expected.ts'
import type { Transaction } from './issue.ts'
import { holdOn } from './policy.ts'

/** What came back from the page. */
export interface Given {
  /** The challenge's id, from `issue`. */
  id: string
  answer: string
}

export type Checked =
  | { ok: true; account: string; mode: 'authorization' | 'payment'; transaction?: Transaction }
  | {
      ok: false
      reason: 'wrong' | 'expired' | 'repeated' | 'unknown' | 'locked' | 'slow-down'
      /** When another try will be looked at; absent where it is at once, or never. */
      retryAfterMs?: number
    }

/** Looks at an answer. Right is said once for each challenge, however many ask at the same time. */
export async function check({ sql, now, policy, seal }: Context, { id, answer }: Given): Promise<Checked> {
  return sql.transaction(async (inside): Promise<Checked> => {
    const [found] = isId(id)
      ? await inside.query<{ account: string }>('SELECT account FROM answerkey_challenges WHERE id = $1', [
          id,
        ])
      : []
    if (!found) {
      await writeAudit(inside, { at: now(), event: 'unknown' })
      return { ok: false, reason: 'unknown' }
    }
    const account = await lockAccount(inside, found.account)
    const at = now()
    const [challenge] = await inside.query<ChallengeRow>('SELECT * FROM answerkey_challenges WHERE id = $1', [
      id,
    ])
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
  })
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && /^[\w-]{22}$/.test(id)
}

/** An answer as people write it: with spaces or dashes. */
function written(answer: unknown): string {
  return typeof answer === 'string' && answer.length <= 300 ? answer.replace(/[\s\p{Pd}]/gu, '') : ''
}
