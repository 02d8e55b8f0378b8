import { expect, test } from 'vitest'
import { DEFAULT_COST } from './argon2.ts'
import type { SlotRow } from './schema.ts'
import {
  createdTrial,
  hotpKey,
  MINUTE,
  memoryStore,
  ocraKey,
  PASSWORD,
  rawRecords,
  tamper,
  trial,
} from './trial.test-kit.ts'

const PASSKEY = { salt: 'c2FsdA==', credentialId: 'Y3JlZA==', label: 'This laptop' }
const prf = (fill: number) => new Uint8Array(32).fill(fill)

test('the real cost of a password is the default, and it unlocks', async () => {
  const { open, name } = trial()
  const vault = await open({ cost: DEFAULT_COST })
  await vault.create({ password: PASSWORD })
  const key = await vault.addKey(ocraKey())
  await vault.lock()
  await vault.unlock(PASSWORD)
  expect(await vault.keys()).toEqual([key])
  const [slot] = (await rawRecords(name)).slots as SlotRow[]
  expect(slot?.kdf).toMatchObject({ name: 'argon2id', m: 65_536, t: 3, p: 1 })
})

test('a second vault cannot be made in place of the first', async () => {
  const { vault, open } = await createdTrial()
  const other = await open()
  await expect(vault.create({ password: 'other' })).rejects.toMatchObject({ code: 'exists' })
  await expect(other.create({ password: null })).rejects.toMatchObject({ code: 'exists' })
})

test('of two that are made at once, one is', async () => {
  const { open } = trial()
  const [one, two] = await Promise.all([open(), open()])
  const made = await Promise.allSettled([one.create({ password: 'one' }), two.create({ password: 'two' })])
  expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await one.status()).slots).toHaveLength(1)
})

test('an empty password is none', async () => {
  const { open } = trial()
  await expect((await open()).create({ password: '' })).rejects.toMatchObject({ code: 'password-empty' })
})

test('wrong passwords slow down, in a later worker too, and wipe nothing', async () => {
  const { vault, clock, open } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.lock()
  for (let slip = 1; slip <= 2; slip++) {
    await expect(vault.unlock('wrong')).rejects.toMatchObject({
      code: 'password-wrong',
      detail: { retryAt: null },
    })
  }
  await expect(vault.unlock('wrong')).rejects.toMatchObject({
    code: 'password-wrong',
    detail: { retryAt: clock.at + 2_000 },
  })
  const again = await open()
  expect((await again.status()).retryAt).toBe(clock.at + 2_000)
  await expect(again.unlock(PASSWORD)).rejects.toMatchObject({
    code: 'too-soon',
    detail: { retryAt: clock.at + 2_000 },
  })
  const delays: number[] = []
  for (let slip = 4; slip <= 20; slip++) {
    clock.at = (await again.status()).retryAt ?? clock.at
    await expect(again.unlock('wrong')).rejects.toMatchObject({ code: 'password-wrong' })
    delays.push(((await again.status()).retryAt ?? 0) - clock.at)
  }
  expect(delays.slice(0, 4)).toEqual([4_000, 8_000, 16_000, 32_000])
  expect(delays.at(-1)).toBe(15 * MINUTE)
  clock.at = (await again.status()).retryAt ?? 0
  await again.unlock(PASSWORD)
  expect(await again.keys()).toHaveLength(1)
  expect((await again.status()).retryAt).toBeNull()
})

test('a clock set back makes nobody wait longer than the delay', async () => {
  const { vault, clock } = await createdTrial()
  await vault.lock()
  for (let slip = 0; slip < 3; slip++) await expect(vault.unlock('wrong')).rejects.toThrow()
  clock.at -= 365 * 24 * 60 * MINUTE
  expect((await vault.status()).retryAt).toBe(clock.at + 2_000)
})

test('passwords tried at once are tried one after the other', async () => {
  const { vault } = await createdTrial()
  await vault.lock()
  const tried = await Promise.allSettled(Array.from({ length: 6 }, () => vault.unlock('wrong')))
  const codes = tried.map((each) => (each.status === 'rejected' ? each.reason.code : 'unlocked'))
  expect(codes).toEqual([
    'password-wrong',
    'password-wrong',
    'password-wrong',
    'too-soon',
    'too-soon',
    'too-soon',
  ])
})

test('every place that takes a password counts wrong ones', async () => {
  const { vault } = await createdTrial()
  await expect(vault.checkPassword('wrong')).rejects.toMatchObject({ code: 'password-wrong' })
  await expect(vault.setPassword({ current: 'wrong', next: 'x' })).rejects.toMatchObject({
    code: 'password-wrong',
  })
  await expect(vault.rekey({ current: 'wrong', next: 'x' })).rejects.toMatchObject({ code: 'password-wrong' })
  await expect(vault.addPasskey({ password: 'wrong', prf: prf(1), ...PASSKEY })).rejects.toMatchObject({
    code: 'too-soon',
  })
})

test('the cost of a password rises at the next unlock when the default has risen', async () => {
  const { vault, open, name } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.lock()
  const later = await open({ cost: { m: 64, t: 2, p: 1 } })
  await later.unlock(PASSWORD)
  const slots = (await rawRecords(name)).slots as SlotRow[]
  expect(slots.map(({ kdf }) => kdf)).toEqual([expect.objectContaining({ m: 64, t: 2, p: 1 })])
  await later.lock()
  await later.unlock(PASSWORD)
  expect(await later.keys()).toHaveLength(1)
})

test('a password is changed: the old one no longer unlocks, the data key stays', async () => {
  const { vault, name } = await createdTrial()
  await vault.addKey(ocraKey())
  const before = (await rawRecords(name)).secrets
  await vault.setPassword({ current: PASSWORD, next: 'another' })
  expect((await rawRecords(name)).secrets).toEqual(before)
  expect(await vault.keys()).toHaveLength(1)
  await vault.lock()
  await expect(vault.unlock(PASSWORD)).rejects.toMatchObject({ code: 'password-wrong' })
  await vault.unlock('another')
  expect(await vault.keys()).toHaveLength(1)
})

test('without a password the vault opens by itself, in a new worker and a new session too', async () => {
  const { vault, open } = await createdTrial(null)
  await vault.addKey(ocraKey())
  vault.close()
  const again = await open({ session: memoryStore() })
  expect(await again.status()).toMatchObject({ state: 'unlocked', lockAt: null, slots: [{ kind: 'none' }] })
  expect(await again.keys()).toHaveLength(1)
  await expect(again.unlock(PASSWORD)).rejects.toMatchObject({ code: 'password-unexpected' })
  await again.checkPassword(null)
})

test('the key of a vault without a password cannot be taken out', async () => {
  const { name } = await createdTrial(null)
  const [slot] = (await rawRecords(name)).slots as SlotRow[]
  expect(slot?.key).toMatchObject({ extractable: false })
  await expect(crypto.subtle.exportKey('raw', slot?.key as CryptoKey)).rejects.toThrow()
})

test('the first password makes a new data key: nothing from before opens what is there now', async () => {
  const { vault, name, open } = await createdTrial(null)
  const key = await vault.addKey(ocraKey())
  await vault.recipients.confirm('Z123456789012')
  await vault.journal.append({ what: 'rejected', id: 'one' })
  const before = await rawRecords(name)
  await vault.setPassword({ current: null, next: PASSWORD })
  const after = await rawRecords(name)
  expect((after.slots as SlotRow[]).map(({ kind }) => kind)).toEqual(['password'])
  expect((after.slots as SlotRow[])[0]?.dataKeyId).not.toBe((before.slots as SlotRow[])[0]?.dataKeyId)
  for (const store of ['keys', 'secrets', 'recipients', 'journal']) {
    expect(after[store]).toHaveLength(1)
    expect(after[store]).not.toEqual(before[store])
  }
  expect(await vault.status()).toMatchObject({ state: 'unlocked', damaged: [] })
  expect(await vault.keys()).toEqual([key])
  await vault.lock()
  expect(await vault.status()).toMatchObject({ state: 'locked' })
  const again = await open()
  await again.unlock(PASSWORD)
  expect(await again.keys()).toEqual([key])
  expect(await again.recipients.lookup('Z123456789012')).toEqual({ status: 'known' })
  expect(await again.journal.list()).toHaveLength(1)
})

test('a password is taken away, and later there is one again', async () => {
  const { vault, open } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.addPasskey({ password: PASSWORD, prf: prf(7), ...PASSKEY })
  await vault.setPassword({ current: PASSWORD, next: null })
  expect((await vault.status()).slots.map(({ kind }) => kind)).toEqual(['none'])
  const again = await open({ session: memoryStore() })
  expect(await again.keys()).toHaveLength(1)
  await again.setPassword({ current: null, next: 'later' })
  await again.lock()
  await again.unlock('later')
  expect(await again.keys()).toHaveLength(1)
})

test('a passkey unlocks, alone and beside the password', async () => {
  const { vault, open } = await createdTrial()
  await vault.addKey(ocraKey())
  const slot = await vault.addPasskey({ password: PASSWORD, prf: prf(7), ...PASSKEY })
  expect(slot).toMatchObject({ kind: 'passkey', ...PASSKEY })
  await vault.lock()
  const again = await open()
  expect((await again.status()).slots).toContainEqual(slot)
  await expect(again.unlockByPasskey(slot.id, prf(8))).rejects.toMatchObject({ code: 'passkey-wrong' })
  await expect(again.unlockByPasskey('nobody', prf(7))).rejects.toMatchObject({ code: 'slot-unknown' })
  await expect(again.unlockByPasskey(slot.id, new Uint8Array(16))).rejects.toMatchObject({
    code: 'passkey-wrong',
  })
  await again.unlockByPasskey(slot.id, prf(7))
  expect(await again.keys()).toHaveLength(1)
})

test('a passkey survives another password, and is removed for good', async () => {
  const { vault } = await createdTrial()
  const slot = await vault.addPasskey({ password: PASSWORD, prf: prf(7), ...PASSKEY })
  await vault.setPassword({ current: PASSWORD, next: 'another' })
  await vault.lock()
  await vault.unlockByPasskey(slot.id, prf(7))
  await vault.removeSlot({ slotId: slot.id, password: 'another' })
  await vault.lock()
  await expect(vault.unlockByPasskey(slot.id, prf(7))).rejects.toMatchObject({ code: 'slot-unknown' })
  const [password] = (await vault.status()).slots
  await expect(vault.removeSlot({ slotId: password!.id, password: 'another' })).rejects.toMatchObject({
    code: 'last-slot',
  })
})

test('a new data key: passkeys and the old password are out, everything else is there', async () => {
  const { vault, name } = await createdTrial()
  const key = await vault.addKey(hotpKey())
  const { code } = await vault.code(key.id, { requestId: 'first' })
  const passkey = await vault.addPasskey({ password: PASSWORD, prf: prf(7), ...PASSKEY })
  const before = await rawRecords(name)
  await vault.rekey({ current: PASSWORD, next: 'another' })
  const after = await rawRecords(name)
  expect(after.secrets).not.toEqual(before.secrets)
  expect(after.answers).toHaveLength(1)
  await vault.lock()
  await expect(vault.unlockByPasskey(passkey.id, prf(7))).rejects.toMatchObject({ code: 'slot-unknown' })
  await expect(vault.unlock(PASSWORD)).rejects.toMatchObject({ code: 'password-wrong' })
  await vault.unlock('another')
  expect(await vault.code(key.id, { requestId: 'first' })).toEqual({ code })
  expect((await vault.keys())[0]?.counter).toBe('1')
})

test('a new data key while others write loses none of what they wrote', async () => {
  const { vault, open } = await createdTrial()
  const other = await open()
  const added = Array.from({ length: 12 }, (_, at) => other.addKey(ocraKey({ account: `user ${at}` })))
  const done = await Promise.allSettled([vault.rekey({ current: PASSWORD, next: 'another' }), ...added])
  const written = done.slice(1).filter(({ status }) => status === 'fulfilled').length
  await vault.lock()
  await vault.unlock('another')
  expect(await vault.keys()).toHaveLength(written)
  expect((await vault.status()).damaged).toEqual([])
  for (const each of done.slice(1)) {
    if (each.status === 'rejected') expect(each.reason.code).toBe('locked')
  }
})

test('a locked vault gets a new data key and stays locked', async () => {
  const { vault } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.lock()
  await vault.rekey({ current: PASSWORD, next: 'another' })
  expect((await vault.status()).state).toBe('locked')
  await vault.unlock('another')
  expect(await vault.keys()).toHaveLength(1)
})

test('a slot that asks for a terabyte is refused at once, and costs no try', async () => {
  const { vault, name } = await createdTrial()
  await vault.lock()
  await tamper(name, 'slots', (store) => {
    const all = store.getAll()
    all.onsuccess = () => {
      const [slot] = all.result as SlotRow[]
      store.put({ ...slot, kdf: { ...slot!.kdf!, m: 2 ** 30, t: 900_000_000 } })
    }
  })
  await expect(vault.unlock(PASSWORD)).rejects.toMatchObject({ code: 'slot-damaged' })
  expect((await rawRecords(name)).meta).not.toContainEqual(expect.objectContaining({ id: 'attempts' }))
})

test('erasing leaves nothing, works while locked, and a new vault can be made', async () => {
  const { vault, name, session } = await createdTrial()
  await vault.addKey(ocraKey())
  await vault.journal.append({ what: 'rejected' })
  await vault.setSettings({ ...(await vault.settings()), lockAfter: 1 })
  await vault.lock()
  await vault.erase()
  expect(await vault.status()).toMatchObject({ state: 'new', keyCount: 0, slots: [] })
  const { meta, ...others } = await rawRecords(name)
  expect(Object.values(others).flat()).toEqual([])
  expect((meta as { id: string }[]).map(({ id }) => id).sort()).toEqual(['format', 'state'])
  expect(session.raw.size).toBe(0)
  await vault.create({ password: 'new' })
  expect(await vault.keys()).toEqual([])
  expect((await vault.settings()).lockAfter).toBe(720)
})
