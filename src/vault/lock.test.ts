import { expect, test } from 'vitest'
import { createdTrial, DAY, HOUR, MINUTE, memoryStore, ocraKey, PASSWORD, START } from './trial.test-kit.ts'
import type { VaultSettings } from './types.ts'

async function withSettings(more: Partial<VaultSettings>) {
  const made = await createdTrial()
  await made.vault.setSettings({ ...(await made.vault.settings()), ...more })
  await made.vault.addKey(ocraKey())
  return made
}

test('without use it locks after its time, in the worker that unlocked it and in the next one', async () => {
  const { vault, open, clock, session } = await withSettings({ lockAfterIdle: 10, lockAfter: null })
  expect((await vault.status()).lockAt).toBe(START + 10 * MINUTE)
  clock.at += 10 * MINUTE - 1
  expect((await vault.status()).state).toBe('unlocked')
  clock.at += 1
  await expect(vault.keys()).rejects.toMatchObject({ code: 'locked' })
  expect((await (await open()).status()).state).toBe('locked')
  expect(session.raw.size).toBe(0)
})

test('use moves the idle lock, and not the time limit', async () => {
  const { vault, clock } = await withSettings({ lockAfterIdle: 10, lockAfter: 25 })
  clock.at += 9 * MINUTE
  await vault.touch()
  expect((await vault.status()).lockAt).toBe(START + 19 * MINUTE)
  clock.at += 9 * MINUTE
  await vault.touch()
  expect((await vault.status()).lockAt).toBe(START + 25 * MINUTE)
  clock.at += 7 * MINUTE
  await expect(vault.keys()).rejects.toMatchObject({ code: 'locked' })
  await vault.touch()
  expect((await vault.status()).state).toBe('locked')
})

test('a shorter time counts at once, and a longer one too', async () => {
  const { vault, clock } = await withSettings({ lockAfterIdle: 60, lockAfter: null })
  clock.at += 30 * MINUTE
  const settings = await vault.settings()
  await vault.setSettings({ ...settings, lockAfterIdle: 90 })
  expect((await vault.status()).lockAt).toBe(START + 90 * MINUTE)
  await vault.setSettings({ ...settings, lockAfterIdle: 5 })
  expect((await vault.status()).state).toBe('locked')
})

test('without limits it stays open until it is locked by hand or the browser closes', async () => {
  const { vault, open, clock } = await withSettings({ lockAfterIdle: null, lockAfter: null })
  clock.at += 400 * DAY
  expect(await vault.status()).toMatchObject({ state: 'unlocked', lockAt: null })
  expect((await (await open({ session: memoryStore() })).status()).state).toBe('locked')
})

test('a clock set back locks rather than staying open longer; a small correction does neither', async () => {
  const { vault, clock } = await withSettings({ lockAfterIdle: 10, lockAfter: null })
  clock.at -= 30_000
  expect(await vault.status()).toMatchObject({ state: 'unlocked', lockAt: START + 10 * MINUTE })
  await vault.touch()
  expect((await vault.status()).lockAt).toBe(START + 10 * MINUTE)
  clock.at -= HOUR
  expect((await vault.status()).state).toBe('locked')
  await vault.unlock(PASSWORD)
  expect((await vault.status()).lockAt).toBe(clock.at + 10 * MINUTE)
})

test('locking takes the data key out of the session, and every worker is locked', async () => {
  const { vault, open, session } = await withSettings({})
  const other = await open()
  expect(await other.keys()).toHaveLength(1)
  expect(session.raw.size).toBe(1)
  await vault.lock()
  expect(session.raw.size).toBe(0)
  await expect(other.keys()).rejects.toMatchObject({ code: 'locked' })
  await expect(other.journal.append({ what: 'rejected' })).rejects.toMatchObject({ code: 'locked' })
})

test('a touch at the moment of locking does not unlock', async () => {
  const { vault, session } = await withSettings({})
  await Promise.all([vault.touch(), vault.lock(), vault.touch(), vault.touch()])
  expect((await vault.status()).state).toBe('locked')
  expect(session.raw.size).toBe(0)
})

test.each([
  ['nonsense', '"nonsense"'],
  ['a key of the wrong length', '{"dataKeyId":"x","key":"AAAA","unlockedAt":0,"usedAt":0}'],
  ['another data key', null],
])('a session that holds %s is a locked vault', async (_what, text) => {
  const { vault, open, session } = await withSettings({})
  const [[name, present]] = [...session.raw] as [[string, string]]
  session.raw.set(name, text ?? JSON.stringify({ ...JSON.parse(present), dataKeyId: 'another' }))
  expect((await vault.status()).state).toBe('locked')
  const again = await open()
  await expect(again.keys()).rejects.toMatchObject({ code: 'locked' })
  await again.unlock(PASSWORD)
  expect(await again.keys()).toHaveLength(1)
})

test('settings are read while locked and changed only while unlocked', async () => {
  const { vault } = await withSettings({ typePurseFrom: '1000,5' })
  await vault.lock()
  const settings = await vault.settings()
  expect(settings.typePurseFrom).toBe('1000.50')
  await expect(vault.setSettings({ ...settings, lockAfterIdle: null })).rejects.toMatchObject({
    code: 'locked',
  })
  await vault.unlock(PASSWORD)
  await expect(vault.setSettings({ ...settings, lockAfterIdle: 0 })).rejects.toMatchObject({
    code: 'settings-invalid',
  })
  await expect(vault.setSettings({ ...settings, typePurseFrom: 'much' })).rejects.toMatchObject({
    code: 'amount-malformed',
  })
  expect(await vault.settings()).toEqual(settings)
})
