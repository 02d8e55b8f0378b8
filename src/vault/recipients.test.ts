import { expect, test } from 'vitest'
import { createdTrial, PASSWORD, rawRecords, START, tamper } from './trial.test-kit.ts'

const PURSE = 'Z123456789012'

test('a recipient is new until a payment to it was confirmed', async () => {
  const { vault } = await createdTrial()
  const { recipients } = vault
  expect(await recipients.lookup(PURSE)).toEqual({ status: 'new' })
  await recipients.name(PURSE, '  Landlord ')
  expect(await recipients.lookup(PURSE)).toEqual({ status: 'new', name: 'Landlord' })
  await recipients.confirm('z 1234-5678 9012')
  expect(await recipients.lookup(PURSE)).toEqual({ status: 'known', name: 'Landlord' })
  expect(await recipients.list()).toEqual([{ purse: PURSE, name: 'Landlord', confirmedAt: START }])
  await recipients.forget(PURSE)
  expect(await recipients.lookup(PURSE)).toEqual({ status: 'new' })
})

test('one that is easily taken for another is called out, with the other', async () => {
  const { vault } = await createdTrial()
  const { recipients } = vault
  await recipients.confirm(PURSE)
  await recipients.name(PURSE, 'Landlord')
  expect(await recipients.lookup('Z123477789012')).toEqual({
    status: 'near-miss',
    similarTo: { purse: PURSE, name: 'Landlord' },
  })
  await recipients.confirm('Z123477789012')
  expect(await recipients.lookup('Z123477789012')).toEqual({ status: 'known' })
  await recipients.confirm('Z999999999999')
  expect(await recipients.lookup('Z999999999990')).toEqual({
    status: 'near-miss',
    similarTo: { purse: 'Z999999999999' },
  })
})

test('a name is taken away, and the first confirmation stays the first', async () => {
  const { vault, clock } = await createdTrial()
  await vault.recipients.confirm(PURSE)
  await vault.recipients.name(PURSE, 'x')
  clock.at += 1000
  await vault.recipients.confirm(PURSE)
  await vault.recipients.name(PURSE, '')
  expect(await vault.recipients.list()).toEqual([{ purse: PURSE, name: '', confirmedAt: START }])
})

test('naming and confirming at once lose nothing of each other', async () => {
  const { vault, open } = await createdTrial()
  const other = await open()
  await Promise.all([
    vault.recipients.name(PURSE, 'Landlord'),
    other.recipients.confirm(PURSE),
    other.recipients.name('Z000011112222', 'Grocer'),
  ])
  expect(await vault.recipients.list()).toEqual([
    { purse: 'Z000011112222', name: 'Grocer', confirmedAt: null },
    { purse: PURSE, name: 'Landlord', confirmedAt: START },
  ])
})

test('what is no purse, and a name with hidden characters, are refused', async () => {
  const { vault } = await createdTrial()
  await expect(vault.recipients.lookup('Z1')).rejects.toMatchObject({ code: 'purse-malformed' })
  await expect(vault.recipients.name(PURSE, 'a\u202eb')).rejects.toMatchObject({ code: 'name-invalid' })
  await expect(vault.recipients.name(PURSE, 'a'.repeat(257))).rejects.toMatchObject({ code: 'name-invalid' })
  await vault.lock()
  await expect(vault.recipients.lookup(PURSE)).rejects.toMatchObject({ code: 'locked' })
})

test('a damaged recipient is new again, is reported, and can be named anew', async () => {
  const { vault, name } = await createdTrial()
  await vault.recipients.confirm(PURSE)
  await vault.recipients.confirm('Z999999999999')
  const { id } = (await rawRecords(name)).recipients![0] as { id: string }
  await tamper(name, 'recipients', (store) => {
    store.put({ id, revision: 500, sealed: new Uint8Array(40) })
  })
  await vault.lock()
  await vault.unlock(PASSWORD)
  const found = [await vault.recipients.lookup(PURSE), await vault.recipients.lookup('Z999999999999')]
  expect(found.map(({ status }) => status).sort()).toEqual(['known', 'new'])
  expect((await vault.status()).damaged).toEqual([{ store: 'recipients', id }])
  const { damaged } = await vault.exportKeys()
  expect(JSON.parse(damaged[0]!.record)).toEqual({
    id,
    revision: 500,
    sealed: { base64: btoa('\0'.repeat(40)) },
  })
  for (const purse of [PURSE, 'Z999999999999']) await vault.recipients.confirm(purse)
  expect(await vault.recipients.list()).toHaveLength(2)
  expect((await vault.status()).damaged).toEqual([])
})
