import { expect, test } from 'vitest'
import { createdTrial, MINUTE, ORIGIN, ocraKey, PASSWORD, trial } from './trial.ts'

test('a vault is new, then unlocked, then locked, then unlocked again by its password', async () => {
  const { open } = trial()
  const vault = await open()
  expect(await vault.status()).toMatchObject({ state: 'new', slots: [], keyCount: 0, damaged: [] })
  await vault.create({ password: PASSWORD })
  expect(await vault.status()).toMatchObject({ state: 'unlocked', slots: [{ kind: 'password' }] })
  const key = await vault.addKey(ocraKey())
  await vault.lock()
  expect(await vault.status()).toMatchObject({ state: 'locked', keyCount: 1, lockAt: null })
  expect(await vault.publicKeys()).toEqual([{ id: key.id, origins: [ORIGIN], archived: false }])
  await expect(vault.keys()).rejects.toMatchObject({ code: 'locked' })
  await vault.unlock(PASSWORD)
  expect(await vault.keys()).toEqual([key])
})

test('a worker that was killed comes back unlocked', async () => {
  const { vault, open } = await createdTrial()
  const key = await vault.addKey(ocraKey())
  vault.close()
  const again = await open()
  expect(await again.keys()).toEqual([key])
})

test('an answer', async () => {
  const { vault, clock } = await createdTrial()
  const { id } = await vault.addKey(ocraKey())
  clock.at += MINUTE
  const ask = {
    keyId: id,
    mode: 'authorization',
    challenge: '12345678',
    keep: true,
    journal: { what: 'approved', origin: ORIGIN },
  } as const
  const first = await vault.answer(ask)
  expect(first).toMatchObject({ repeated: false })
  expect(await vault.answer(ask)).toEqual({ answer: first.answer, repeated: true })
})
