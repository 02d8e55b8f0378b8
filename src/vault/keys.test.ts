import { expect, test, vi } from 'vitest'
import type { KeyRow, SealedRow } from './schema.ts'
import {
  createdTrial,
  hotpKey,
  ORIGIN,
  ocraKey,
  PASSWORD,
  rawRecords,
  SECRET,
  START,
  tamper,
  totpKey,
} from './trial.test-kit.ts'
import type { NewKey } from './types.ts'

const whole: NewKey = ocraKey({
  suite: 'OCRA-1:HOTP-SHA512-8:C-QA10-PSHA1-S128-T1M',
  algorithm: 'SHA512',
  digits: 8,
  counter: '18446744073709551615',
  origins: [ORIGIN, 'http://localhost:8080'],
  name: 'Мой кошелёк',
  pinned: true,
  archived: true,
  paymentOnly: true,
})

test('what is put in comes out, and the list holds no secret', async () => {
  const { vault } = await createdTrial()
  const shown = await vault.addKey(whole)
  const { secret: _, ...fields } = whole
  expect(shown).toEqual({
    ...fields,
    id: expect.any(String),
    needs: { pin: true, counter: true, session: true, time: true },
    createdAt: START,
    lastUsedAt: null,
  })
  await vault.addKey(totpKey({ origins: [ORIGIN] }))
  await vault.addKey(hotpKey())
  expect((await vault.exportKeys()).keys).toEqual([
    whole,
    totpKey({ origins: [ORIGIN] }),
    hotpKey({ counter: '0' }),
  ])
  expect(await vault.revealKey(shown.id)).toEqual(whole)
  expect(JSON.stringify(await vault.keys())).not.toContain('secret')
})

test.each<[string, Partial<NewKey>, string]>([
  ['no secret', { secret: new Uint8Array() }, 'secret-empty'],
  ['a secret beyond all bounds', { secret: new Uint8Array(2000) }, 'secret-too-long'],
  ['a suite that is none', { suite: 'OCRA-2:HOTP-SHA1-6:QN08' }, 'suite-version'],
  ['one suite for both modes', { suite: 'OCRA-1:HOTP-SHA256-7:QH64' }, 'payment-suite-same'],
  ['a payment suite that takes no hash', { paymentSuite: 'OCRA-1:HOTP-SHA256-7:QN08' }, 'payment-suite'],
  ['a site that is not secure', { origins: ['http://wallet.example'] }, 'origin-insecure'],
  ['a site with a path', { origins: ['https://wallet.example/pay'] }, 'origin-not-exact'],
  ['a name that turns text around', { name: 'safe\u202Eelif' }, 'name-invalid'],
  ['a counter that is no number', { suite: 'OCRA-1:HOTP-SHA256-7:C-QN08', counter: '-1' }, 'counter-range'],
  [
    'a counter beyond eight bytes',
    { suite: 'OCRA-1:HOTP-SHA256-7:C-QN08', counter: '18446744073709551616' },
    'counter-range',
  ],
])('refused, alone and among others, with nothing added: %s', async (_what, more, code) => {
  const { vault } = await createdTrial()
  await expect(vault.addKey(ocraKey(more))).rejects.toMatchObject({ code })
  await expect(vault.importKeys([totpKey(), ocraKey(more)])).rejects.toMatchObject({
    code: 'key-invalid',
    detail: { at: 1, code },
  })
  expect(await vault.keys()).toEqual([])
})

test('the same key added again stays one key, also at once; with other settings it is another', async () => {
  const { vault, open } = await createdTrial()
  const other = await open()
  const added = await Promise.all([vault.addKey(ocraKey()), other.addKey(ocraKey()), vault.addKey(ocraKey())])
  expect(new Set(added.map(({ id }) => id)).size).toBe(1)
  await vault.addKey(ocraKey({ origins: ['https://other.example'] }))
  expect(await vault.keys()).toHaveLength(2)
})

test('a key is edited: its labels, sites, payments, counter, and nothing else', async () => {
  const { vault, clock } = await createdTrial()
  const { id } = await vault.addKey(ocraKey({ suite: 'OCRA-1:HOTP-SHA256-7:C-QN08' }))
  clock.at += 1000
  const edited = await vault.updateKey(id, {
    name: 'Savings',
    account: 'bob',
    origins: ['https://other.example'],
    pinned: true,
    archived: true,
    paymentSuite: null,
    counter: '007',
  })
  expect(edited).toMatchObject({
    name: 'Savings',
    account: 'bob',
    issuer: 'Wallet',
    origins: ['https://other.example'],
    pinned: true,
    archived: true,
    counter: '7',
    createdAt: START,
  })
  expect(edited).not.toHaveProperty('paymentSuite')
  expect(await vault.keys()).toEqual([edited])
  expect(await vault.publicKeys()).toEqual([{ id, origins: ['https://other.example'], archived: true }])
  expect((await vault.exportKeys()).keys[0]?.secret).toEqual(SECRET)
  const back = await vault.updateKey(id, { paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64', paymentOnly: true })
  expect(back).toMatchObject({ paymentOnly: true, archived: true })
  // Payments only, and no payments: that would be a key that answers nothing.
  expect(await vault.updateKey(id, { paymentSuite: null })).toMatchObject({ paymentOnly: false })
  await expect(vault.updateKey('gone', { name: 'x' })).rejects.toMatchObject({ code: 'key-unknown' })
  await expect(vault.updateKey(id, { paymentSuite: 'nonsense' })).rejects.toMatchObject({
    code: 'suite-malformed',
  })
})

test('edits and steps at once lose nothing of each other', async () => {
  const { vault, open } = await createdTrial()
  const { id } = await vault.addKey(hotpKey())
  const other = await open()
  await Promise.all([
    vault.updateKey(id, { name: 'A' }),
    other.updateKey(id, { account: 'B' }),
    vault.code(id, { requestId: '1' }),
    other.code(id, { requestId: '2' }),
    vault.updateKey(id, { pinned: true }),
  ])
  expect((await vault.keys())[0]).toMatchObject({ name: 'A', account: 'B', counter: '2', pinned: true })
})

test('keys are deleted, reordered, and new ones come last', async () => {
  const { vault, open, clock } = await createdTrial()
  const ids: string[] = []
  for (const account of ['a', 'b', 'c', 'd']) {
    clock.at += 1
    ids.push((await vault.addKey(totpKey({ account }))).id)
  }
  const [a, b, c, d] = ids as [string, string, string, string]
  await vault.orderKeys([d, a, c, b])
  await vault.deleteKey(a)
  clock.at += 1
  const e = (await vault.addKey(totpKey({ account: 'e' }))).id
  const again = await open()
  expect((await again.keys()).map(({ id }) => id)).toEqual([d, c, b, e])
  expect((await again.status()).keyCount).toBe(4)
  await expect(again.revealKey(a)).rejects.toMatchObject({ code: 'key-unknown' })
})

test('exporting, comparing and importing while keys come and go calls none of them damaged', async () => {
  const { vault, open } = await createdTrial()
  const other = await open()
  const ids = await Promise.all(
    Array.from({ length: 12 }, async (_, at) => (await vault.addKey(totpKey({ account: `user ${at}` }))).id),
  )
  await Promise.all([
    ...ids.map((id) => other.deleteKey(id)),
    vault.exportKeys(),
    vault.compareKeys([totpKey()]),
    vault.importKeys([totpKey()]),
    vault.exportKeys(),
  ])
  expect((await vault.status()).damaged).toEqual([])
  expect(await vault.keys()).toHaveLength(1)
})

test('a deletion undone by importing what was exported', async () => {
  const { vault } = await createdTrial()
  const { id } = await vault.addKey(whole)
  const { keys } = await vault.exportKeys()
  await vault.deleteKey(id)
  expect(await vault.importKeys(keys)).toEqual({ added: 1, updated: 0, equal: 0 })
  expect((await vault.exportKeys()).keys).toEqual([whole])
})

test('an import tells new, changed and equal before and after, and adds all in order', async () => {
  const { vault } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.addKey(hotpKey({ counter: '10' }))
  const incoming = [
    ocraKey({ name: 'Renamed elsewhere' }),
    hotpKey({ counter: '3' }),
    totpKey({ account: 'x' }),
    totpKey({ account: 'y' }),
    totpKey({ account: 'x' }),
    // The same secret under another account is another key.
    ocraKey({ account: 'bob' }),
  ]
  expect(await vault.compareKeys(incoming)).toEqual(['changed', 'equal', 'new', 'new', 'equal', 'new'])
  expect(await vault.keys()).toHaveLength(2)
  expect(await vault.importKeys(incoming)).toEqual({ added: 3, updated: 1, equal: 2 })
  expect((await vault.keys()).map(({ account, name, counter }) => [account, name, counter])).toEqual([
    ['alice@example.org', 'Renamed elsewhere', undefined],
    ['alice', '', '10'],
    ['x', '', undefined],
    ['y', '', undefined],
    ['bob', '', undefined],
  ])
  expect(await vault.compareKeys(incoming)).toEqual(['equal', 'equal', 'equal', 'equal', 'equal', 'equal'])
})

test('what an import wrote is shown without opening it again, and as a vault that reads it shows it', async () => {
  const { vault, open } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.addKey(hotpKey())
  await vault.publicKeys()
  const moved = ocraKey({ name: 'Moved', origins: ['https://other.example'], archived: true })
  await vault.importKeys([moved, totpKey({ account: 'x', origins: [ORIGIN] })])
  const decrypt = vi.spyOn(crypto.subtle, 'decrypt')
  const [shown, publicly] = [await vault.keys(), await vault.publicKeys()]
  expect(decrypt).not.toHaveBeenCalled()
  decrypt.mockRestore()
  const reader = await open()
  expect(shown).toEqual(await reader.keys())
  expect(shown).toHaveLength(3)
  const byId = (keys: { id: string }[]) => keys.toSorted((a, b) => a.id.localeCompare(b.id))
  expect(byId(publicly)).toEqual(byId(await reader.publicKeys()))
})

test('what an import leaves out stays as it is, and a counter only goes forward', async () => {
  const { vault } = await createdTrial()
  const { id } = await vault.addKey(hotpKey({ name: 'Mine', pinned: true, origins: [ORIGIN], counter: '9' }))
  expect(await vault.importKeys([hotpKey({ counter: '12' })])).toEqual({ added: 0, updated: 1, equal: 0 })
  expect((await vault.keys())[0]).toMatchObject({
    id,
    name: 'Mine',
    pinned: true,
    origins: [ORIGIN],
    counter: '12',
  })
  expect(await vault.importKeys([hotpKey({ counter: '2', pinned: false })])).toMatchObject({ updated: 1 })
  expect((await vault.keys())[0]).toMatchObject({ pinned: false, counter: '12' })
})

test('a backup from before a key was renamed is known to be that key', async () => {
  const { vault } = await createdTrial()
  const { id } = await vault.addKey(ocraKey())
  const { keys } = await vault.exportKeys()
  await vault.updateKey(id, { account: 'new@example.org' })
  expect(await vault.compareKeys(keys)).toEqual(['changed'])
  await vault.importKeys(keys)
  expect(await vault.keys()).toHaveLength(1)
})

test('two imports of the same at once add it once', async () => {
  const { vault, open } = await createdTrial()
  const other = await open()
  const incoming = Array.from({ length: 20 }, (_, at) => totpKey({ account: `user ${at}` }))
  const counts = await Promise.all([vault.importKeys(incoming), other.importKeys(incoming)])
  expect(counts.map(({ added }) => added).sort()).toEqual([0, 20])
  expect(await vault.keys()).toHaveLength(20)
})

test('imported recipients get their names, and none that is there loses its own', async () => {
  const { vault } = await createdTrial()
  await vault.recipients.name('Z111111111111', 'Landlord')
  await vault.recipients.confirm('Z222222222222')
  await vault.importKeys(
    [],
    [
      { purse: 'z111111111111', name: 'Somebody else' },
      { purse: 'Z222222222222', name: 'Grocer' },
      { purse: 'Z333333333333', name: 'Mother' },
    ],
  )
  expect(await vault.recipients.list()).toEqual([
    { purse: 'Z222222222222', name: 'Grocer', confirmedAt: START },
    { purse: 'Z111111111111', name: 'Landlord', confirmedAt: null },
    { purse: 'Z333333333333', name: 'Mother', confirmedAt: null },
  ])
  // A file can name a purse; only a payment makes it known.
  expect(await vault.recipients.lookup('Z333333333333')).toEqual({ status: 'new', name: 'Mother' })
})

test('the backup reminder counts keys added and edited since, and no counters', async () => {
  const { vault, clock } = await createdTrial()
  const { id } = await vault.addKey(hotpKey())
  await vault.addKey(totpKey())
  expect((await vault.status()).backup).toEqual({ at: null, changedSince: 2 })
  clock.at += 5
  await vault.backupDone()
  expect((await vault.status()).backup).toEqual({ at: START + 5, changedSince: 0 })
  await vault.code(id, { requestId: 'a' })
  await vault.journal.append({ what: 'rejected' })
  expect((await vault.status()).backup.changedSince).toBe(0)
  await vault.updateKey(id, { name: 'x' })
  await vault.updateKey(id, { name: 'y' })
  expect((await vault.status()).backup.changedSince).toBe(1)
})

test('a key moved to another site behind the seal is damaged, and not used', async () => {
  const { vault, name } = await createdTrial()
  const { id } = await vault.addKey(ocraKey())
  await tamper(name, 'keys', (store) => {
    const row = store.get(id)
    row.onsuccess = () => {
      store.put({ ...(row.result as KeyRow), revision: 1000, origins: ['https://evil.example'] })
    }
  })
  const ask = {
    keyId: id,
    mode: 'authorization',
    challenge: '1234',
    journal: { what: 'approved', origin: 'https://evil.example' },
    keep: true,
  } as const
  await expect(vault.answer(ask)).rejects.toMatchObject({ code: 'key-damaged' })
  expect((await vault.status()).damaged).toEqual([{ store: 'keys', id }])
})

test('one key cannot stand in for another', async () => {
  const { vault, name } = await createdTrial()
  const one = await vault.addKey(ocraKey({ account: 'one' }))
  const two = await vault.addKey(ocraKey({ account: 'two', secret: new Uint8Array(20).fill(9) }))
  const secrets = (await rawRecords(name)).secrets as SealedRow[]
  await tamper(name, 'secrets', (store) => {
    store.put({ ...secrets.find(({ id }) => id === two.id), id: one.id })
  })
  await vault.lock()
  await vault.unlock(PASSWORD)
  await expect(vault.revealKey(one.id)).rejects.toMatchObject({
    code: 'key-damaged',
    detail: { store: 'secrets' },
  })
  expect((await vault.revealKey(two.id)).account).toBe('two')
})
