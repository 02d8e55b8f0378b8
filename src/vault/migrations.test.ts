/** Vaults as every released Answerkey left them. */
import { expect, test } from 'vitest'
import { hotp, ocra } from '../protocol/index.ts'
import { dump, type Fixture, load } from './fixture.test-kit.ts'
import v1 from './fixtures/v1.json'
import { ORIGIN, PASSWORD, SECRET, START, trial } from './trial.test-kit.ts'

const PASSKEY_PRF = new Uint8Array(32).fill(9)
const SUITE = 'OCRA-1:HOTP-SHA256-7:C-QN08'

const fixtures: [string, Fixture][] = [['v1', v1]]

test.each(fixtures)('a vault of format %s: everything in it is there', async (_format, fixture) => {
  const { name, open } = trial()
  await load(name, fixture)
  const vault = await open()
  expect(await vault.status()).toMatchObject({
    state: 'locked',
    slots: [{ kind: expect.any(String) }, { kind: expect.any(String) }],
    keyCount: 3,
    backup: { at: START, changedSince: 1 },
    damaged: [],
  })
  expect(await vault.settings()).toEqual({
    lockAfterIdle: 7,
    lockAfter: null,
    approvalSurface: 'window',
    typePurseFrom: '100.00',
  })
  expect(await vault.frames()).toEqual([{ origin: ORIGIN, ancestor: 'https://shop.example' }])
  expect(await vault.taught(ORIGIN)).toEqual({
    mode: 'payment',
    challenge: '#c',
    field: '#a',
    purse: '#p',
    amount: '#m',
  })
  expect(await vault.paymentsAt(ORIGIN)).toBe(true)
  await vault.unlock(PASSWORD)
  const [first, second, third] = await vault.keys()
  expect(first).toMatchObject({ kind: 'hotp', counter: '6', lastUsedAt: START })
  expect(second).toMatchObject({
    kind: 'ocra',
    account: 'renamed@example.org',
    name: 'Savings',
    pinned: true,
    suite: SUITE,
    paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
    counter: '41',
    origins: [ORIGIN],
  })
  expect(third).toMatchObject({ kind: 'totp', archived: true, origins: ['https://mail.example'] })
  const { keys, damaged } = await vault.exportKeys()
  expect(damaged).toEqual([])
  expect(keys.find(({ kind }) => kind === 'ocra')?.secret).toEqual(SECRET)
  expect(await vault.recipients.list()).toEqual([
    { purse: 'E999999999999', name: 'Grocer', confirmedAt: null },
    { purse: 'Z123456789012', name: 'Landlord', confirmedAt: START },
  ])
  expect((await vault.journal.list()).map(({ id, mode }) => [id, mode])).toEqual([
    ['c1', 'authorization'],
    ['c2', 'payment'],
  ])
  const ask = { keyId: second!.id, mode: 'authorization', journal: { what: 'by-hand' }, keep: true } as const
  expect(await vault.answer({ ...ask, challenge: '11111111' })).toEqual({
    answer: ocra(SUITE, SECRET, { counter: 40, question: '11111111' }),
    repeated: true,
  })
  await expect(vault.answer({ ...ask, challenge: '22222222' })).rejects.toMatchObject({
    code: 'answered-otherwise',
  })
  expect(await vault.code(first!.id, { requestId: 'r1' })).toEqual({
    code: hotp(new Uint8Array(20).fill(2), 5),
  })
  const passkey = (await vault.status()).slots.find(({ kind }) => kind === 'passkey')
  expect(passkey).toMatchObject({ label: 'This laptop', salt: 'c2FsdA==', credentialId: 'Y3JlZA==' })
  await vault.lock()
  await vault.unlockByPasskey(passkey!.id, PASSKEY_PRF)
  expect(await vault.keys()).toHaveLength(3)
})

test('a fixture dumped and loaded is the same', async () => {
  const { name } = trial()
  await load(name, v1)
  expect(await dump(name)).toEqual(v1)
})
