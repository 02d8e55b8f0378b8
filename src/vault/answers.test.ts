import { base64 } from '@scure/base'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerAuthorization, answerPayment, hotp, ocra, pinHash, totp } from '../protocol/index.ts'
import type { AnswerContent } from './answers.ts'
import type { SealedRow } from './schema.ts'
import { openBox } from './seal.ts'
import {
  createdTrial,
  DAY,
  HOUR,
  hotpKey,
  MINUTE,
  memoryStore,
  ORIGIN,
  ocraKey,
  PASSWORD,
  rawRecords,
  SECRET,
  START,
  tamper,
  totpKey,
} from './trial.test-kit.ts'
import type { AnswerRequest, NewKey, Vault } from './types.ts'

const SUITE = 'OCRA-1:HOTP-SHA256-7:QN08'
const PAYMENT_SUITE = 'OCRA-1:HOTP-SHA256-7:QH64'
const COUNTER_SUITE = 'OCRA-1:HOTP-SHA256-7:C-QN08'
const TRANSACTION = { purse: 'Z123456789012', amount: '25.00' }

function authorization(keyId: string, challenge: string, more: Partial<AnswerRequest> = {}): AnswerRequest {
  return {
    keyId,
    mode: 'authorization',
    challenge,
    journal: { what: 'approved', origin: ORIGIN },
    keep: true,
    ...more,
  }
}

function payment(keyId: string, challenge: string, more: Partial<AnswerRequest> = {}): AnswerRequest {
  return { ...authorization(keyId, challenge), mode: 'payment', transaction: TRANSACTION, ...more }
}

async function withKey(more: Partial<NewKey> = {}) {
  const made = await createdTrial()
  const key = await made.vault.addKey(ocraKey(more))
  return { ...made, id: key.id }
}

const counterOf = async (vault: Vault) => (await vault.keys())[0]?.counter

test('an authorization and a payment are answered as the protocol answers them', async () => {
  const { vault, id } = await withKey()
  expect(await vault.answer(authorization(id, '12345678'))).toEqual({
    answer: answerAuthorization({ suite: SUITE, secret: SECRET, challenge: '12345678' }),
    repeated: false,
  })
  expect(await vault.answer(payment(id, '87654321'))).toEqual({
    answer: answerPayment({ suite: PAYMENT_SUITE, secret: SECRET, challenge: '87654321', ...TRANSACTION }),
    repeated: false,
  })
})

test('purse and amount are answered in their canonical form, however they were written', async () => {
  const { vault, id } = await withKey()
  const { answer } = await vault.answer(payment(id, '87654321'))
  const again = payment(id, '87654321', { transaction: { purse: 'z 123456-789012', amount: '25,00' } })
  expect(await vault.answer(again)).toEqual({ answer, repeated: true })
})

test('the journal tells what was answered, once for each time that it was asked', async () => {
  const { vault, id, clock } = await withKey({ name: 'My wallet' })
  await vault.answer(
    payment(id, '87654321', { journal: { id: 'c1', what: 'approved', origin: ORIGIN, currency: 'USD' } }),
  )
  clock.at += 1
  await vault.answer(
    payment(id, '87654321', { journal: { id: 'c1', what: 'approved', origin: ORIGIN, currency: 'USD' } }),
  )
  await vault.answer(authorization(id, '11112222', { journal: { id: 'c2', what: 'by-hand' } }))
  expect(await vault.journal.list()).toEqual([
    expect.objectContaining({ id: 'c1' }),
    expect.objectContaining({ id: 'c2' }),
  ])
  expect((await vault.journal.list()).find((entry) => entry.id === 'c1')).toEqual({
    id: 'c1',
    at: START + 1,
    what: 'approved',
    origin: ORIGIN,
    currency: 'USD',
    mode: 'payment',
    challenge: '87654321',
    transaction: TRANSACTION,
    keyId: id,
    keyLabel: 'My wallet',
  })
})

test.each([
  ['another amount', payment('', '12345678', { transaction: { ...TRANSACTION, amount: '2500.00' } })],
  ['another purse', payment('', '12345678', { transaction: { ...TRANSACTION, purse: 'Z999999999999' } })],
  [
    'the purse without its letter',
    payment('', '12345678', { transaction: { ...TRANSACTION, purse: '123456789012' } }),
  ],
  ['the other mode', authorization('', '12345678')],
  ['the other mode, with a zero in front', authorization('', '012345678'.slice(1).padStart(8, '0'))],
])('a challenge answered for one payment is not answered for %s', async (_what, other) => {
  const { vault, id, open } = await withKey()
  const first = await vault.answer(payment(id, '12345678'))
  const refused = expect.objectContaining({
    code: 'answered-otherwise',
    detail: {
      answered: { mode: 'payment', challenge: '12345678', transaction: TRANSACTION, at: START },
      asked: expect.objectContaining({ mode: other.mode, challenge: other.challenge }),
    },
  })
  await expect(vault.answer({ ...other, keyId: id })).rejects.toEqual(refused)
  await vault.journal.clear()
  await expect(vault.answer({ ...other, keyId: id, keep: false })).rejects.toEqual(refused)
  vault.close()
  const again = await open()
  await expect(again.answer({ ...other, keyId: id })).rejects.toEqual(refused)
  expect(await again.answer(payment(id, '12345678'))).toEqual({ ...first, repeated: true })
})

test('an authorization answered is no payment any more', async () => {
  const { vault, id } = await withKey()
  await vault.answer(authorization(id, '00345678'))
  await expect(vault.answer(payment(id, '00345678'))).rejects.toMatchObject({ code: 'answered-otherwise' })
  // The same number to OCRA, whatever its leading zeros.
  await expect(vault.answer(payment(id, '345678'))).rejects.toMatchObject({ code: 'answered-otherwise' })
})

test.each([
  ['OCRA-1:HOTP-SHA256-7:QH08', 'ab12cd34', 'AB12CD34'],
  ['OCRA-1:HOTP-SHA256-7:QH08', 'ab12', 'ab120000'],
  ['OCRA-1:HOTP-SHA256-7:QN08', '0012', '12'],
])('%s: %s and %s have one answer, and so are one challenge', async (suite, one, other) => {
  const { vault, id } = await withKey({ suite })
  const first = await vault.answer(authorization(id, one))
  expect(answerAuthorization({ suite, secret: SECRET, challenge: other })).toBe(first.answer)
  expect(await vault.answer(authorization(id, other))).toEqual({ ...first, repeated: true })
  await expect(vault.answer(payment(id, other))).rejects.toMatchObject({ code: 'answered-otherwise' })
})

test('letters of a QA challenge keep their case', async () => {
  const suite = 'OCRA-1:HOTP-SHA256-7:QA08'
  const { vault, id } = await withKey({ suite })
  expect(await vault.answer(authorization(id, 'abCD'))).toMatchObject({ repeated: false })
  expect(await vault.answer(authorization(id, 'ABcd'))).toMatchObject({ repeated: false })
})

describe('two keys of one secret', () => {
  const twoKeys = async (one: Partial<NewKey>, other: Partial<NewKey>) => {
    const made = await withKey(one)
    return { ...made, otherId: (await made.vault.addKey(ocraKey({ account: 'bob', ...other }))).id }
  }

  test.each(['QA08', 'QH08', 'QN10'])(
    'that ask otherwise (%s) answer a challenge for one thing',
    async (q) => {
      const suite = `OCRA-1:HOTP-SHA256-7:${q}`
      const { vault, id, otherId } = await twoKeys({}, { suite })
      const first = await vault.answer(payment(id, '00345678'))
      const large = { transaction: { ...TRANSACTION, amount: '9999.00' } }
      for (const other of [payment(otherId, '00345678', large), authorization(otherId, '00345678')])
        await expect(vault.answer(other)).rejects.toMatchObject({ code: 'answered-otherwise' })
      expect(await vault.answer(payment(otherId, '00345678'))).toEqual({ ...first, repeated: true })
      await vault.answer(authorization(otherId, '11111111'))
      await expect(vault.answer(payment(id, '11111111'))).rejects.toMatchObject({
        code: 'answered-otherwise',
      })
    },
  )

  test('take a number for the same with and without its zeros where one of them does', async () => {
    const suite = 'OCRA-1:HOTP-SHA256-7:QA08'
    const { vault, id, otherId } = await twoKeys({}, { suite })
    await vault.answer(authorization(id, '00345678'))
    await expect(vault.answer(payment(otherId, '345678'))).rejects.toMatchObject({
      code: 'answered-otherwise',
    })
    await vault.answer(payment(otherId, '222222'))
    await expect(vault.answer(authorization(id, '00222222'))).rejects.toMatchObject({
      code: 'answered-otherwise',
    })
    // To neither of them is this the number 123 in hexadecimal.
    await vault.answer(authorization(id, '0123'))
    expect(await vault.answer(payment(otherId, '7b'))).toMatchObject({ repeated: false })
  })

  test('with two suites each answer by their own, and move their own counter once', async () => {
    const { vault, id, otherId } = await twoKeys(
      { suite: COUNTER_SUITE },
      { suite: 'OCRA-1:HOTP-SHA1-6:QN08' },
    )
    const byOther = answerAuthorization({
      suite: 'OCRA-1:HOTP-SHA1-6:QN08',
      secret: SECRET,
      challenge: '12345678',
    })
    const byOne = ocra(COUNTER_SUITE, SECRET, { counter: 0, question: '12345678' })
    for (const repeated of [false, true]) {
      expect(await vault.answer(authorization(id, '12345678'))).toEqual({ answer: byOne, repeated })
      expect(await vault.answer(authorization(otherId, '12345678'))).toEqual({ answer: byOther, repeated })
    }
    expect((await vault.keys()).map(({ counter }) => counter)).toEqual(['1', undefined])
  })

  test('are asked at once, and one of two transactions is answered', async () => {
    const { vault, id, otherId, open } = await twoKeys({}, { suite: 'OCRA-1:HOTP-SHA256-7:QA08' })
    const other = await open()
    const large = { transaction: { ...TRANSACTION, amount: '9999.00' } }
    const done = await Promise.allSettled([
      vault.answer(payment(id, '12345678')),
      other.answer(payment(otherId, '12345678', large)),
    ])
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

test('a key that an import gives another suite opens no challenge again', async () => {
  const { vault, id } = await withKey()
  await vault.answer(payment(id, '00345678'))
  expect(await vault.importKeys([ocraKey({ suite: 'OCRA-1:HOTP-SHA256-7:QA08' })])).toMatchObject({
    updated: 1,
  })
  await expect(vault.answer(authorization(id, '00345678'))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
})

test('what was kept without its suite holds all the same', async () => {
  const { vault, id, name, session } = await withKey({ suite: COUNTER_SUITE })
  const first = await vault.answer(authorization(id, '12345678'))
  const { dataKeyId, key } = JSON.parse(session.raw.get('vault.unlocked') ?? '')
  const box = await openBox(dataKeyId, new Uint8Array(base64.decode(key)))
  const [kept] = (await rawRecords(name)).answers as SealedRow[]
  const content = (await box.open('answers', kept!.id, kept!.sealed)) as AnswerContent
  const names = content.names.slice(0, 3)
  const early = await box.lookup(...names)
  const sealed = await box.seal('answers', early, { ...content, names })
  await tamper(name, 'answers', (store) => {
    store.delete(kept!.id)
    store.put({ id: early, revision: kept!.revision, sealed })
  })
  await expect(vault.answer(payment(id, '12345678'))).rejects.toMatchObject({ code: 'answered-otherwise' })
  expect(await vault.answer(authorization(id, '12345678'))).toEqual({ ...first, repeated: true })
  expect(await counterOf(vault)).toBe('1')
})

test('after a day the challenge may mean something else, and what was kept of it is gone', async () => {
  const { vault, id, clock, name } = await withKey()
  await vault.answer(payment(id, '12345678'))
  clock.at += DAY - 1
  // The lock's time limit is over by now.
  await vault.unlock(PASSWORD)
  await expect(vault.answer(authorization(id, '12345678'))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
  clock.at += 1
  await vault.answer(authorization(id, '55555555'))
  expect((await rawRecords(name)).answers).toHaveLength(1)
  expect(await vault.answer(authorization(id, '12345678'))).toMatchObject({ repeated: false })
})

test('a clock set back opens no challenge again', async () => {
  const { vault, id, clock } = await withKey()
  await vault.answer(payment(id, '12345678'))
  clock.at -= 30 * DAY
  await vault.unlock(PASSWORD)
  await expect(vault.answer(authorization(id, '12345678'))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
  await vault.answer(authorization(id, '55555555'))
  clock.at += 30 * DAY + HOUR
  await vault.unlock(PASSWORD)
  await expect(vault.answer(authorization(id, '12345678'))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
})

test('deleting the key and adding it again opens no challenge again', async () => {
  const { vault, id } = await withKey()
  await vault.answer(payment(id, '12345678'))
  await vault.deleteKey(id)
  const again = await vault.addKey(ocraKey({ account: 'bob' }))
  await expect(vault.answer(authorization(again.id, '12345678'))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
})

test('a counter moves once for each challenge, and not for one that comes again', async () => {
  const { vault, id, open } = await withKey({ suite: COUNTER_SUITE, counter: '41' })
  const answerAt = (counter: number, question: string) => ocra(COUNTER_SUITE, SECRET, { counter, question })
  expect((await vault.answer(authorization(id, '11111111'))).answer).toBe(answerAt(41, '11111111'))
  expect((await vault.answer(authorization(id, '11111111'))).answer).toBe(answerAt(41, '11111111'))
  vault.close()
  const again = await open()
  expect((await again.answer(authorization(id, '11111111'))).answer).toBe(answerAt(41, '11111111'))
  expect((await again.answer(authorization(id, '22222222'))).answer).toBe(answerAt(42, '22222222'))
  expect(await counterOf(again)).toBe('43')
  await again.updateKey(id, { counter: '7' })
  expect((await again.answer(authorization(id, '33333333'))).answer).toBe(answerAt(7, '33333333'))
})

test('two challenges at once, from two workers, move the counter twice; the same one, once', async () => {
  const { vault, id, open } = await withKey({ suite: COUNTER_SUITE })
  const other = await open()
  const [a, b] = await Promise.all([
    vault.answer(authorization(id, '11111111')),
    other.answer(authorization(id, '22222222')),
  ])
  expect(await counterOf(vault)).toBe('2')
  const first = a.answer === ocra(COUNTER_SUITE, SECRET, { counter: 0, question: '11111111' })
  expect(b.answer).toBe(ocra(COUNTER_SUITE, SECRET, { counter: first ? 1 : 0, question: '22222222' }))
  expect(a.answer).toBe(ocra(COUNTER_SUITE, SECRET, { counter: first ? 0 : 1, question: '11111111' }))
  const same = await Promise.all(
    [vault, other, vault, other].map((each) => each.answer(authorization(id, '33333333'))),
  )
  expect(new Set(same.map(({ answer }) => answer)).size).toBe(1)
  expect(same.filter(({ repeated }) => !repeated)).toHaveLength(1)
  expect(await counterOf(other)).toBe('3')
})

// Where nothing is kept of an answer, as in private windows, the key itself stays as it was.
test.each([true, false])(
  'of two transactions for one challenge at once, one is answered (keep: %s)',
  async (keep) => {
    const { vault, id, open } = await withKey()
    const other = await open()
    const large = { transaction: { ...TRANSACTION, amount: '9999.00' } }
    const done = await Promise.allSettled([
      vault.answer(payment(id, '12345678', { keep })),
      other.answer(payment(id, '12345678', { keep, ...large })),
      vault.answer(authorization(id, '12345678', { keep })),
    ])
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  },
)

test('whatever is asked, in whatever order, by however many workers at once: one answer a challenge, one step an answer', async () => {
  const challenge = fc.integer({ min: 1, max: 5 }).map((digit) => String(digit).repeat(8))
  const ask = fc.record({
    worker: fc.nat(2),
    challenge,
    payment: fc.boolean(),
    amount: fc.constantFrom('1.00', '2.00'),
    keep: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(ask, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
      async (rounds) => {
        const { vault, open } = await createdTrial()
        const { id } = await vault.addKey(
          ocraKey({ suite: COUNTER_SUITE, paymentSuite: 'OCRA-1:HOTP-SHA256-7:C-QH64' }),
        )
        const workers = [vault, await open(), await open()]
        const given = new Map<string, { what: string; answer: string }>()
        for (const round of rounds) {
          const done = await Promise.allSettled(
            round.map(({ worker, challenge, payment: pays, amount, keep }) =>
              workers[worker]!.answer(
                pays
                  ? payment(id, challenge, { keep, transaction: { ...TRANSACTION, amount } })
                  : authorization(id, challenge, { keep }),
              ),
            ),
          )
          for (const [at, each] of done.entries()) {
            const { challenge, payment: pays, amount } = round[at]!
            const what = pays ? amount : 'authorization'
            if (each.status === 'fulfilled') {
              const before = given.get(challenge)
              if (before) expect({ what, answer: each.value.answer }).toEqual(before)
              given.set(challenge, { what, answer: each.value.answer })
            } else {
              expect(each.reason.code).toBe('answered-otherwise')
            }
          }
        }
        expect(await counterOf(vault)).toBe(String(given.size))
        for (const worker of workers) worker.close()
      },
    ),
    { numRuns: 25 },
  )
})

test('the last counter is not stepped over', async () => {
  const { vault, id } = await withKey({ suite: COUNTER_SUITE, counter: String(2n ** 64n - 1n) })
  await expect(vault.answer(authorization(id, '11111111'))).rejects.toMatchObject({
    code: 'counter-exhausted',
  })
})

test('a suite with a PIN takes it each time and keeps it nowhere; a wrong one can be put right', async () => {
  const suite = 'OCRA-1:HOTP-SHA256-7:C-QN08-PSHA1'
  const { vault, id } = await withKey({ suite })
  const answerWith = (pin: string) =>
    ocra(suite, SECRET, { counter: 0, question: '11111111', pinHash: pinHash(suite, pin) })
  await expect(vault.answer(authorization(id, '11111111'))).rejects.toMatchObject({ code: 'pin-missing' })
  expect((await vault.answer(authorization(id, '11111111', { pin: '1243' }))).answer).toBe(answerWith('1243'))
  expect(await vault.answer(authorization(id, '11111111', { pin: '1234' }))).toEqual({
    answer: answerWith('1234'),
    repeated: true,
  })
  // A worker that came back no longer has the PIN: it sends what is kept.
  expect(await vault.answer(authorization(id, '11111111'))).toEqual({
    answer: answerWith('1234'),
    repeated: true,
  })
  expect(await counterOf(vault)).toBe('1')
})

test('session information is part of what is answered', async () => {
  const suite = 'OCRA-1:HOTP-SHA256-7:QN08-S064'
  const { vault, id } = await withKey({ suite })
  await expect(vault.answer(authorization(id, '11111111'))).rejects.toMatchObject({ code: 'session-missing' })
  const { answer } = await vault.answer(authorization(id, '11111111', { session: 'сессия 1' }))
  expect(answer).toBe(
    ocra(suite, SECRET, { question: '11111111', session: new TextEncoder().encode('сессия 1') }),
  )
  await expect(vault.answer(authorization(id, '11111111', { session: 'сессия 2' }))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
})

test('a suite with time is computed anew when it comes again', async () => {
  const suite = 'OCRA-1:HOTP-SHA256-7:QN08-T1M'
  const { vault, id, clock } = await withKey({ suite })
  const answerAt = (timeMs: number) =>
    ocra(suite, SECRET, { question: '11111111', timeSteps: Math.floor(timeMs / MINUTE) })
  expect(await vault.answer(authorization(id, '11111111'))).toEqual({
    answer: answerAt(START),
    repeated: false,
  })
  clock.at += 3 * MINUTE
  expect(await vault.answer(authorization(id, '11111111'))).toEqual({
    answer: answerAt(clock.at),
    repeated: true,
  })
  expect(await vault.answer(authorization(id, '11111111', { timeMs: START + 9 * MINUTE }))).toEqual({
    answer: answerAt(START + 9 * MINUTE),
    repeated: true,
  })
})

test.each<[string, Partial<NewKey>, (id: string) => AnswerRequest, string]>([
  [
    'an authorization by a key for payments only',
    { paymentOnly: true },
    (id) => authorization(id, '1234'),
    'payment-only',
  ],
  [
    'a payment by a key without them',
    { paymentSuite: undefined as never },
    (id) => payment(id, '1234'),
    'payments-off',
  ],
  [
    'a site that is not its own',
    {},
    (id) =>
      authorization(id, '1234', { journal: { what: 'approved', origin: 'https://wallet.example:8443' } }),
    'origin-refused',
  ],
  ['an archived key', { archived: true }, (id) => authorization(id, '1234'), 'key-archived'],
  [
    'a payment without its transaction',
    {},
    (id) => payment(id, '1234', { transaction: undefined }),
    'transaction-needed',
  ],
  ['a challenge that is too long', {}, (id) => authorization(id, '123456789'), 'challenge-too-long'],
  ['a challenge of letters', {}, (id) => authorization(id, 'abcd'), 'challenge-malformed'],
  ['a challenge that forges the text of a payment', {}, (id) => payment(id, '1~2'), 'challenge-malformed'],
  [
    'a purse that is none',
    {},
    (id) => payment(id, '1234', { transaction: { purse: 'Z1', amount: '1.00' } }),
    'purse-malformed',
  ],
  [
    'an amount that could be two',
    {},
    (id) => payment(id, '1234', { transaction: { ...TRANSACTION, amount: '1,234' } }),
    'amount-ambiguous',
  ],
  ['a key that is gone', {}, () => authorization('gone', '1234'), 'key-unknown'],
])('refused, and nothing written: %s', async (_what, more, request, code) => {
  const { vault, name } = await createdTrial()
  const key = ocraKey(more)
  if (more.paymentSuite === undefined && 'paymentSuite' in more) delete key.paymentSuite
  const { id } = await vault.addKey(key)
  const before = await rawRecords(name)
  await expect(vault.answer(request(id))).rejects.toMatchObject({ code })
  expect(await rawRecords(name)).toEqual(before)
})

test('a private window leaves no trace but the answer that is given once', async () => {
  const { vault, id, name } = await withKey()
  const before = await rawRecords(name)
  const first = await vault.answer(payment(id, '12345678', { keep: false }))
  const after = await rawRecords(name)
  expect(after.journal).toEqual([])
  expect(after.sites).toEqual([])
  expect(after.keys).toEqual(before.keys)
  expect(after.answers).toHaveLength(1)
  expect(await vault.answer(payment(id, '12345678', { keep: false }))).toEqual({ ...first, repeated: true })
  await expect(vault.answer(authorization(id, '12345678', { keep: false }))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
  expect(await vault.paymentsAt(ORIGIN)).toBe(false)
})

test('a private window moves a counter all the same, and only that', async () => {
  const { vault, id } = await withKey({ suite: COUNTER_SUITE })
  await vault.answer(authorization(id, '11111111', { keep: false }))
  expect((await vault.keys())[0]).toMatchObject({ counter: '1', lastUsedAt: null })
})

test('a site that was given payment answers is remembered, readable while locked', async () => {
  const { vault, id } = await withKey()
  await vault.answer(authorization(id, '11111111'))
  expect(await vault.paymentsAt(ORIGIN)).toBe(false)
  await vault.answer(payment(id, '22222222'))
  await vault.lock()
  expect(await vault.paymentsAt(ORIGIN)).toBe(true)
  expect(await vault.paymentsAt('https://other.example')).toBe(false)
})

test('a key that was used says when; nothing is answered while locked', async () => {
  const { vault, id, clock } = await withKey()
  clock.at += HOUR / 60
  await vault.answer(authorization(id, '11111111'))
  expect((await vault.keys())[0]?.lastUsedAt).toBe(clock.at)
  await vault.lock()
  await expect(vault.answer(authorization(id, '22222222'))).rejects.toMatchObject({ code: 'locked' })
})

test('locking while an answer is being made: either it was given and kept, or not at all', async () => {
  const { vault, id } = await withKey({ suite: COUNTER_SUITE })
  const asked = vault.answer(authorization(id, '11111111'))
  await vault.lock()
  const [done] = await Promise.allSettled([asked])
  await vault.unlock(PASSWORD)
  expect(await counterOf(vault)).toBe(done.status === 'fulfilled' ? '1' : '0')
})

test('TOTP codes come with their time, and write nothing', async () => {
  const { vault, name } = await createdTrial()
  const { id } = await vault.addKey(totpKey({ algorithm: 'SHA1', digits: 8 }))
  const before = await rawRecords(name)
  // RFC 6238, appendix B.
  expect(await vault.code(id, { timeMs: 1_111_111_109_000 })).toEqual({
    code: '07081804',
    endsAt: 1_111_111_110_000,
    periodMs: 30_000,
  })
  expect((await vault.code(id)).code).toBe(totp(SECRET, START, { digits: 8 }))
  expect(await rawRecords(name)).toEqual(before)
})

test('HOTP codes move the counter once for each request, at once and again', async () => {
  const { vault, open } = await createdTrial()
  const { id } = await vault.addKey(hotpKey({ counter: '5' }))
  const other = await open()
  const codes = await Promise.all([
    vault.code(id, { requestId: 'a' }),
    other.code(id, { requestId: 'a' }),
    vault.code(id, { requestId: 'b' }),
    other.code(id, { requestId: 'b' }),
  ])
  expect(codes[0]).toEqual(codes[1])
  expect(codes[2]).toEqual(codes[3])
  expect([codes[0]!.code, codes[2]!.code].sort()).toEqual([hotp(SECRET, 5), hotp(SECRET, 6)].sort())
  expect(await counterOf(vault)).toBe('7')
  expect((await vault.code(id)).code).toBe(hotp(SECRET, 7))
})

test('a code that is journalled says so', async () => {
  const { vault } = await createdTrial()
  const { id } = await vault.addKey(hotpKey())
  await vault.code(id, { requestId: 'a', journal: { id: 'j', what: 'code', origin: ORIGIN } })
  await vault.code(id, { requestId: 'a', journal: { id: 'j', what: 'code', origin: ORIGIN } })
  expect(await vault.journal.list()).toEqual([
    { id: 'j', at: START, what: 'code', origin: ORIGIN, keyId: id, keyLabel: 'Mail' },
  ])
})

test('a key for challenges has no codes, and one for codes answers no challenges', async () => {
  const { vault } = await createdTrial()
  const ocraId = (await vault.addKey(ocraKey())).id
  const totpId = (await vault.addKey(totpKey({ origins: [ORIGIN] }))).id
  await expect(vault.code(ocraId)).rejects.toMatchObject({ code: 'wrong-kind' })
  await expect(vault.answer(authorization(totpId, '1234'))).rejects.toMatchObject({ code: 'wrong-kind' })
})

test('without a password answers are kept once as well', async () => {
  const { vault, open } = await createdTrial(null)
  const { id } = await vault.addKey(ocraKey())
  await vault.answer(payment(id, '12345678'))
  const again = await open({ session: memoryStore() })
  await expect(again.answer(authorization(id, '12345678'))).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
})
