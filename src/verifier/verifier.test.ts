import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  answerAuthorization,
  answerPayment,
  DEFAULT_PAYMENT_SUITE,
  DEFAULT_SUITE,
  ProtocolError,
  pinHash,
  timeStepsOf,
} from '../protocol/index.ts'
import type { AccountKey } from './accounts.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import { VerifierError } from './error.ts'
import type { Issued } from './issue.ts'
import { findPostgres, startPostgres } from './postgres.test-kit.ts'
import { sqlOn } from './sql.ts'
import { createVerifier, type Verifier, type VerifierOptions } from './verifier.ts'

const postgres = findPostgres()
const noPostgres = 'missing' in postgres ? postgres.missing : undefined
/** How long a database may take to start on a busy machine. */
const START_MS = 60_000
let server: { url: string; stop(): Promise<void> } | undefined

beforeAll(async () => {
  if ('bin' in postgres) server = await startPostgres(postgres.bin)
}, START_MS)
afterAll(() => server?.stop())

const secret = new Uint8Array(32).map((_, index) => index)
const key: AccountKey = { secret, suite: DEFAULT_SUITE, paymentSuite: DEFAULT_PAYMENT_SUITE }
const transaction = { purse: 'Z123456789012', amount: '25.00' }

/** What the user's side answers. */
const answerTo = ({ challenge }: Issued) => answerAuthorization({ suite: DEFAULT_SUITE, secret, challenge })
const payingAnswerTo = ({ challenge }: Issued, paid = transaction) =>
  answerPayment({ suite: DEFAULT_PAYMENT_SUITE, secret, challenge, ...paid })

/** A well-formed answer that is not the right one. */
const wrong = (answer: string) => answer.replace(/[0-9]$/, (digit) => String((Number(digit) + 1) % 10))

const codeOf = async (promise: Promise<unknown>) => {
  try {
    await promise
  } catch (error) {
    if (error instanceof VerifierError || error instanceof ProtocolError) return error.code
    throw error
  }
  return 'nothing was refused'
}

describe.each([
  { name: 'embedded PGlite', open: () => openDatabase(), skip: undefined },
  { name: 'a PostgreSQL server', open: () => openDatabase(server?.url ?? 'postgres://'), skip: noPostgres },
])('on $name', ({ open, skip }) => {
  if (skip !== undefined) {
    test.skip(`skipped: ${skip}`, () => {})
    return
  }

  let database: OpenDatabase
  let verifier: Verifier
  let now = 0
  /** One database serves all tests, as it would serve a site: each has an account of its own. */
  let account = ''
  const another = (options: Partial<VerifierOptions> = {}) =>
    createVerifier({ sql: database, clock: () => now, ...options })

  beforeAll(async () => {
    database = await open()
    await another().migrate()
  }, START_MS)
  afterAll(() => database.close())

  beforeEach(async () => {
    now = Date.UTC(2026, 10, 24)
    account = randomBytes(6).toString('hex')
    verifier = another()
    await verifier.enrol(account, key)
  })

  const authorization = () => verifier.issue({ account, mode: 'authorization' })
  const payment = () => verifier.issue({ account, mode: 'payment', transaction })
  const events = async () => (await verifier.audit({ account })).map(({ event }) => event)

  test('an authorization is confirmed by the right answer', async () => {
    const issued = await authorization()
    expect(issued.challenge).toMatch(/^[0-9]{8}$/)
    expect(issued.expiresAt).toBe(now + 180_000)
    expect(await verifier.check({ id: issued.id, answer: answerTo(issued) })).toEqual({
      ok: true,
      account,
      mode: 'authorization',
    })
  })

  test('a payment is confirmed by the answer for exactly its purse and amount', async () => {
    const issued = await payment()
    expect(issued).toMatchObject({ challenge: expect.stringMatching(/^[0-9]{8}$/), transaction })
    const check = (answer: string) => verifier.check({ id: issued.id, answer })
    expect(await check(payingAnswerTo(issued, { purse: 'Z123456789013', amount: '25.00' }))).toMatchObject({
      reason: 'wrong',
    })
    expect(await check(payingAnswerTo(issued, { purse: 'Z123456789012', amount: '25.01' }))).toMatchObject({
      reason: 'wrong',
    })
    expect(await check(payingAnswerTo(issued))).toEqual({ ok: true, account, mode: 'payment', transaction })
  })

  test('what is to be paid is kept in its canonical form, whatever the site writes', async () => {
    const issued = await verifier.issue({
      account,
      mode: 'payment',
      transaction: { purse: 'z 1234 5678 9012', amount: '25' },
    })
    expect(issued.transaction).toEqual(transaction)
    expect(await verifier.check({ id: issued.id, answer: payingAnswerTo(issued) })).toMatchObject({
      ok: true,
    })
  })

  test('an answer to one mode does not confirm the other', async () => {
    const paying = await payment()
    const answer = answerAuthorization({ suite: DEFAULT_SUITE, secret, challenge: paying.challenge })
    expect(await verifier.check({ id: paying.id, answer })).toMatchObject({ ok: false, reason: 'wrong' })
  })

  test('an answer may be typed with spaces and dashes', async () => {
    const issued = await authorization()
    const answer = ` ${answerTo(issued).replace(/^(...)/, '$1 - ')}\n`
    expect(await verifier.check({ id: issued.id, answer })).toMatchObject({ ok: true })
  })

  test('an answer counts once', async () => {
    const issued = await authorization()
    const given = { id: issued.id, answer: answerTo(issued) }
    expect(await verifier.check(given)).toMatchObject({ ok: true })
    expect(await verifier.check(given)).toEqual({ ok: false, reason: 'repeated' })
    expect(await verifier.check({ ...given, answer: wrong(given.answer) })).toEqual({
      ok: false,
      reason: 'repeated',
    })
  })

  test('of many checks of the right answer at once exactly one is told yes', async () => {
    const verifiers = [verifier, another(), another()]
    for (const issued of [await authorization(), await payment()]) {
      const answer = issued.transaction ? payingAnswerTo(issued) : answerTo(issued)
      const checks = Array.from({ length: 24 }, (_, index) =>
        verifiers[index % verifiers.length]!.check({ id: issued.id, answer }),
      )
      const results = await Promise.all(checks)
      expect(results.filter(({ ok }) => ok)).toHaveLength(1)
      expect(results.filter((result) => !result.ok && result.reason === 'repeated')).toHaveLength(23)
    }
  })

  test('of many wrong answers at once no more are looked at than one after another', async () => {
    const issued = await authorization()
    const checks = Array.from({ length: 24 }, () =>
      verifier.check({ id: issued.id, answer: wrong(answerTo(issued)) }),
    )
    const reasons = (await Promise.all(checks)).map((result) => (result.ok ? 'ok' : result.reason))
    expect(reasons.filter((reason) => reason === 'wrong')).toHaveLength(3)
    expect(reasons.filter((reason) => reason === 'slow-down')).toHaveLength(21)
  })

  test('a late answer is refused, to the millisecond', async () => {
    const issued = await verifier.issue({ account, mode: 'authorization', lifetimeMs: 5_000 })
    expect(issued.expiresAt).toBe(now + 5_000)
    const given = { id: issued.id, answer: answerTo(issued) }
    now += 5_000
    expect(await verifier.check(given)).toEqual({ ok: false, reason: 'expired' })
    now -= 1
    expect(await verifier.check(given)).toMatchObject({ ok: true })
  })

  test.each(['', 'x', 'A'.repeat(22), "'; DROP TABLE answerkey_accounts; --", 'A'.repeat(100_000)])(
    'a challenge that was never issued is unknown: %#',
    async (id) => {
      expect(await verifier.check({ id, answer: '1234567' })).toEqual({ ok: false, reason: 'unknown' })
      expect(await verifier.check({ id: undefined as unknown as string, answer: '1' })).toMatchObject({
        reason: 'unknown',
      })
    },
  )

  test.each(['', '123456', '12345678', 'abcdefg', '１２３４５６７', '1'.repeat(10_000)])(
    'what is no answer is wrong: %#',
    async (answer) => {
      const issued = await authorization()
      expect(await verifier.check({ id: issued.id, answer })).toMatchObject({ reason: 'wrong' })
      expect(await verifier.check({ id: issued.id, answer: undefined as unknown as string })).toMatchObject({
        reason: 'wrong',
      })
      expect(await verifier.check({ id: issued.id, answer: answerTo(issued) })).toMatchObject({ ok: true })
    },
  )

  test('wrong answers slow the account down, then lock it, and a right one ends that', async () => {
    const issued = await authorization()
    const right = answerTo(issued)
    const check = (answer: string) => verifier.check({ id: issued.id, answer })
    const waits: (number | undefined)[] = []
    for (let failures = 1; failures <= 6; failures++) {
      const result = await check(wrong(right))
      expect(result).toMatchObject({ reason: 'wrong' })
      const wait = 'retryAfterMs' in result ? result.retryAfterMs : undefined
      waits.push(wait)
      if (wait === undefined) continue
      now += wait - 1
      expect(await check(right)).toEqual({ ok: false, reason: 'slow-down', retryAfterMs: 1 })
      now += 1
    }
    expect(waits).toEqual([undefined, undefined, 1_000, 2_000, 4_000, 8_000])
    expect(await verifier.status(account)).toMatchObject({ failures: 6 })
    expect(await check(right)).toMatchObject({ ok: true })
    expect(await verifier.status(account)).toMatchObject({ failures: 0 })
  })

  test('the lock ends by itself, and the next wrong answer locks again', async () => {
    verifier = another({ policy: { freeFailures: 3, failuresToLock: 3, lockMs: 60_000 } })
    const issued = await authorization()
    const right = answerTo(issued)
    const check = (answer: string) => verifier.check({ id: issued.id, answer })
    expect(await check(wrong(right))).toEqual({ ok: false, reason: 'wrong' })
    expect(await check(wrong(right))).toEqual({ ok: false, reason: 'wrong' })
    expect(await check(wrong(right))).toEqual({ ok: false, reason: 'wrong', retryAfterMs: 60_000 })
    expect(await check(right)).toEqual({ ok: false, reason: 'locked', retryAfterMs: 60_000 })
    expect(await verifier.status(account)).toMatchObject({ hold: { reason: 'locked', retryAfterMs: 60_000 } })
    // Another challenge is no way around it.
    const other = await authorization()
    expect(await verifier.check({ id: other.id, answer: answerTo(other) })).toMatchObject({
      reason: 'locked',
    })
    now += 60_000
    expect(await check(wrong(right))).toEqual({ ok: false, reason: 'wrong', retryAfterMs: 60_000 })
    now += 60_000
    expect(await check(right)).toMatchObject({ ok: true })
  })

  test('a lock may last until the operator ends it', async () => {
    verifier = another({ policy: { failuresToLock: 1, lockMs: null } })
    const issued = await authorization()
    const right = answerTo(issued)
    const check = (answer: string) => verifier.check({ id: issued.id, answer })
    expect(await check(wrong(right))).toEqual({ ok: false, reason: 'wrong' })
    now += 150_000
    expect(await check(right)).toEqual({ ok: false, reason: 'locked' })
    expect(await verifier.unlock(account)).toBe(true)
    expect(await check(right)).toMatchObject({ ok: true })
    expect(await verifier.unlock('nobody')).toBe(false)
  })

  test('a lock of one account leaves the others alone', async () => {
    verifier = another({ policy: { failuresToLock: 1 } })
    const issued = await authorization()
    await verifier.check({ id: issued.id, answer: wrong(answerTo(issued)) })
    const other = `${account}-other`
    await verifier.enrol(other, key)
    const theirs = await verifier.issue({ account: other, mode: 'authorization' })
    expect(await verifier.check({ id: theirs.id, answer: answerTo(theirs) })).toMatchObject({ ok: true })
  })

  test('a counter moves only forward, and a client may be ahead of it', async () => {
    const suite = 'OCRA-1:HOTP-SHA256-7:C-QN08'
    await verifier.enrol(account, { secret, suite, counter: 5 })
    const check = async (counter: number) => {
      const { id, challenge } = await authorization()
      const result = await verifier.check({
        id,
        answer: answerAuthorization({ suite, secret, challenge, counter }),
      })
      return result.ok ? 'ok' : result.reason
    }
    expect(await check(4)).toBe('wrong')
    expect(await check(5)).toBe('ok')
    expect(await check(5)).toBe('wrong')
    expect(await check(16)).toBe('ok')
    expect(await check(16)).toBe('wrong')
    expect(await check(28)).toBe('wrong')
    now += 10_000
    expect(await check(27)).toBe('ok')
  })

  test('a clock may be one time step off, not two', async () => {
    const suite = 'OCRA-1:HOTP-SHA256-7:QN08-T1M'
    await verifier.enrol(account, { secret, suite })
    const check = async (minutes: number) => {
      const { id, challenge } = await authorization()
      const timeSteps = timeStepsOf(suite, now) + minutes
      const result = await verifier.check({
        id,
        answer: answerAuthorization({ suite, secret, challenge, timeSteps }),
      })
      return result.ok ? 'ok' : result.reason
    }
    expect([await check(-1), await check(0), await check(1)]).toEqual(['ok', 'ok', 'ok'])
    expect([await check(-2), await check(2)]).toEqual(['wrong', 'wrong'])
  })

  test('PIN and session go into the answer', async () => {
    const suite = 'OCRA-1:HOTP-SHA256-8:QH40-PSHA1-S064'
    const session = randomBytes(20)
    expect(await codeOf(verifier.enrol(account, { secret, suite }))).toBe('pin-missing')
    await verifier.enrol(account, { secret, suite, pin: '1234' })
    expect(await codeOf(verifier.issue({ account, mode: 'authorization' }))).toBe('session-missing')
    const issued = await verifier.issue({ account, mode: 'authorization', session })
    expect(issued.challenge).toMatch(/^[0-9a-f]{40}$/)
    const answer = (pin: string, session: Uint8Array) =>
      answerAuthorization({
        suite,
        secret,
        challenge: issued.challenge,
        pinHash: pinHash(suite, pin),
        session,
      })
    const check = (answer: string) => verifier.check({ id: issued.id, answer })
    expect(await check(answer('1235', session))).toMatchObject({ reason: 'wrong' })
    expect(await check(answer('1234', randomBytes(20)))).toMatchObject({ reason: 'wrong' })
    expect(await check(answer('1234', session))).toMatchObject({ ok: true })
  })

  test('each suite hashes the PIN in its own way', async () => {
    const suite = 'OCRA-1:HOTP-SHA256-7:QN08-PSHA1'
    const paymentSuite = 'OCRA-1:HOTP-SHA256-7:QH64-PSHA256'
    await verifier.enrol(account, { secret, suite, paymentSuite, pin: '1234' })
    const { id, challenge } = await verifier.issue({ account, mode: 'payment', transaction })
    const inputs = { suite: paymentSuite, secret, challenge, ...transaction }
    const answer = answerPayment({ ...inputs, pinHash: pinHash(paymentSuite, '1234') })
    expect(await verifier.check({ id, answer })).toMatchObject({ ok: true, mode: 'payment' })
  })

  test('the whole HMAC may be the answer, in either case', async () => {
    const suite = 'OCRA-1:HOTP-SHA512-0:QA10'
    await verifier.enrol(account, { secret, suite })
    const issued = await authorization()
    const answer = answerAuthorization({ suite, secret, challenge: issued.challenge }).toUpperCase()
    expect(await verifier.check({ id: issued.id, answer })).toMatchObject({ ok: true })
  })

  test('an account never gets the same challenge twice while it is kept', async () => {
    await verifier.enrol(account, { secret, suite: 'OCRA-1:HOTP-SHA256-7:QN04' })
    verifier = another({ policy: { openChallenges: 1 } })
    const challenges = new Set<string>()
    for (let count = 0; count < 300; count++) challenges.add((await authorization()).challenge)
    expect(challenges.size).toBe(300)
  })

  test('a new challenge beyond the limit withdraws the oldest', async () => {
    verifier = another({ policy: { openChallenges: 2 } })
    const issued: Issued[] = []
    for (let count = 0; count < 3; count++) {
      issued.push(await authorization())
      now += 1
    }
    const results = []
    for (const one of issued) results.push(await verifier.check({ id: one.id, answer: answerTo(one) }))
    expect(results.map((result) => (result.ok ? 'ok' : result.reason))).toEqual(['expired', 'ok', 'ok'])
  })

  test('a new key ends what the old one was asked', async () => {
    const issued = await authorization()
    await verifier.enrol(account, { ...key, secret: new Uint8Array(32).fill(7) })
    expect(await verifier.check({ id: issued.id, answer: answerTo(issued) })).toEqual({
      ok: false,
      reason: 'expired',
    })
  })

  test('a revoked account cannot be asked, nor answer what it was asked', async () => {
    const issued = await authorization()
    expect(await verifier.revoke(account)).toBe(true)
    expect(await verifier.revoke(account)).toBe(false)
    expect(await verifier.check({ id: issued.id, answer: answerTo(issued) })).toEqual({
      ok: false,
      reason: 'expired',
    })
    expect(await codeOf(authorization())).toBe('account-unknown')
    expect(await verifier.status(account)).toBeUndefined()
  })

  test.each([
    ['account-unknown', { account: 'nobody', mode: 'authorization' }],
    ['transaction-missing', { mode: 'payment' }],
    ['transaction-unexpected', { mode: 'authorization', transaction }],
    ['purse-malformed', { mode: 'payment', transaction: { ...transaction, purse: 'Z1' } }],
    ['amount-ambiguous', { mode: 'payment', transaction: { ...transaction, amount: '1,234' } }],
    ['lifetime-range', { mode: 'authorization', lifetimeMs: 0 }],
    ['lifetime-range', { mode: 'authorization', lifetimeMs: Number.NaN }],
    ['lifetime-range', { mode: 'authorization', lifetimeMs: 24 * 60 * 60_000 }],
    ['session-unexpected', { mode: 'authorization', session: new Uint8Array(1) }],
  ] as const)('issuing is refused: %s', async (code, request) => {
    expect(await codeOf(verifier.issue({ account, ...request }))).toBe(code)
    expect(await events()).toEqual(['enrolled'])
  })

  test.each([
    ['secret-short', { secret: new Uint8Array(15).fill(1) }],
    ['secret-empty', { secret: new Uint8Array() }],
    ['suite-malformed', { suite: 'OCRA-1' }],
    ['suite-time', { suite: 'OCRA-1:HOTP-SHA1-6:QN08-T0H' }],
    ['payment-suite', { paymentSuite: 'OCRA-1:HOTP-SHA1-6:QN08' }],
    ['payment-suite-same', { suite: DEFAULT_PAYMENT_SUITE }],
    ['counter-range', { suite: 'OCRA-1:HOTP-SHA1-6:C-QN08', counter: -1 }],
  ])('enrolling is refused: %s', async (code, given) => {
    expect(await codeOf(verifier.enrol(account, { ...key, ...given }))).toBe(code)
  })

  test('an account without a suite for payments is asked for none', async () => {
    await verifier.enrol(account, { secret, suite: DEFAULT_SUITE })
    expect(await codeOf(payment())).toBe('mode-unavailable')
  })

  test("an account's name is a text of reasonable length", async () => {
    for (const name of ['', 'a'.repeat(201), 'a\0b']) {
      expect(await codeOf(verifier.enrol(name, key))).toBe('account-name')
    }
  })

  test('everything is on record, without secret, challenge or answer', async () => {
    const issued = await payment()
    const right = payingAnswerTo(issued)
    await verifier.check({ id: issued.id, answer: wrong(right) })
    await verifier.check({ id: issued.id, answer: right })
    await verifier.check({ id: issued.id, answer: right })
    await verifier.revoke(account)
    const rows = await verifier.audit({ account })
    expect(rows.map(({ event }) => event).reverse()).toEqual([
      'enrolled',
      'issued',
      'wrong',
      'right',
      'repeated',
      'revoked',
    ])
    expect(rows.find(({ event }) => event === 'right')).toEqual({
      at: now,
      event: 'right',
      account,
      challengeId: issued.id,
      mode: 'payment',
      transaction,
    })
    expect(JSON.stringify(rows)).not.toContain(right)
    expect(JSON.stringify(rows)).not.toContain(`"${issued.challenge}"`)
    await verifier.check({ id: 'never', answer: '' })
    expect(await verifier.audit({ limit: 1 })).toEqual([{ at: now, event: 'unknown' }])
  })

  test('old challenges are pruned, open ones never', async () => {
    verifier = another({ policy: { keepMs: 1_000 } })
    await verifier.prune()
    await authorization()
    now += 180_001
    const open = await verifier.issue({ account: account, mode: 'authorization', lifetimeMs: 60 * 60_000 })
    now += 2_000
    await verifier.prune()
    expect(await verifier.check({ id: open.id, answer: answerTo(open) })).toMatchObject({ ok: true })
    now += 60 * 60_000
    expect(await verifier.prune()).toBeGreaterThanOrEqual(1)
    expect(await verifier.check({ id: open.id, answer: answerTo(open) })).toEqual({
      ok: false,
      reason: 'unknown',
    })
  })

  test('secrets at rest are encrypted under the operator’s key, and bound to their account', async () => {
    const encryptionKey = randomBytes(32)
    const sealing = another({ encryptionKey })
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
    const stored = async (of: string) => {
      const { rows } = await database.query('SELECT sealed FROM answerkey_accounts WHERE account = $1', [of])
      return (rows as { sealed: string }[])[0]?.sealed ?? ''
    }
    expect(Buffer.from((await stored(account)).split(':')[1] ?? '', 'base64').toString()).toContain(
      hex(secret),
    )
    await sealing.enrol(account, key)
    expect(Buffer.from((await stored(account)).split(':')[1] ?? '', 'base64').toString()).not.toContain(
      hex(secret),
    )

    const issued = await sealing.issue({ account, mode: 'authorization' })
    const given = { id: issued.id, answer: answerTo(issued) }
    expect(await codeOf(verifier.check(given))).toBe('encryption-key')
    expect(await codeOf(another({ encryptionKey: randomBytes(32) }).check(given))).toBe('secret-unreadable')
    expect(await sealing.check(given)).toMatchObject({ ok: true })

    const thief = `${account}-thief`
    await sealing.enrol(thief, { ...key, secret: new Uint8Array(32).fill(9) })
    await database.query('UPDATE answerkey_accounts SET sealed = $2 WHERE account = $1', [
      account,
      await stored(thief),
    ])
    const again = await sealing.issue({ account, mode: 'authorization' })
    expect(await codeOf(sealing.check({ id: again.id, answer: '1234567' }))).toBe('secret-unreadable')
  })

  test('tables are made once, by however many processes at once', async () => {
    await Promise.all([another().migrate(), another().migrate(), another().migrate()])
    const issued = await authorization()
    expect(await verifier.check({ id: issued.id, answer: answerTo(issued) })).toMatchObject({ ok: true })
  })

  test('tables of a newer version are left alone', async () => {
    await database.query('UPDATE answerkey_schema SET version = version + 1')
    expect(await codeOf(verifier.migrate())).toBe('schema-newer')
    await database.query('UPDATE answerkey_schema SET version = version - 1')
    await verifier.migrate()
  })
})

test.skipIf(noPostgres !== undefined)(
  `a connection that breaks in the middle costs its own work and nothing else${noPostgres ? `: skipped, ${noPostgres}` : ''}`,
  async () => {
    const database = await openDatabase(server?.url)
    const sql = sqlOn(database)
    await sql.query('CREATE TABLE broken_test (value integer)')
    const work = sql.transaction(async (inside) => {
      await inside.query('INSERT INTO broken_test VALUES (1)')
      await inside.query('SELECT pg_terminate_backend(pg_backend_pid())')
    })
    await expect(work).rejects.toThrow()
    expect(await sql.query('SELECT value FROM broken_test')).toEqual([])
    await sql.transaction((inside) => inside.query('INSERT INTO broken_test VALUES (2)'))
    expect(await sql.query('SELECT value FROM broken_test')).toEqual([{ value: 2 }])
    await database.close()
  },
)

test('a key for secrets at rest has 32 bytes', async () => {
  const database = await openDatabase()
  expect(() => createVerifier({ sql: database, encryptionKey: new Uint8Array(16) })).toThrow(VerifierError)
  await database.close()
})

test('a database of another kind is no directory of that name', async () => {
  expect(await codeOf(openDatabase('mysql://localhost/shop'))).toBe('database-unknown')
})

test('an embedded database in a directory keeps everything over a restart', async () => {
  const { mkdtempSync, rmSync } = await import('node:fs')
  const directory = mkdtempSync('/tmp/answerkey-pglite-')
  const first = await openDatabase(directory)
  const before = createVerifier({ sql: first })
  await before.migrate()
  await before.enrol('alice', key)
  const issued = await before.issue({ account: 'alice', mode: 'authorization' })
  await first.close()
  const second = await openDatabase(directory)
  const after = createVerifier({ sql: second })
  await after.migrate()
  expect(await after.check({ id: issued.id, answer: answerTo(issued) })).toMatchObject({ ok: true })
  await second.close()
  rmSync(directory, { recursive: true })
})
