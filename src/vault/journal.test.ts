import { expect, onTestFinished, test } from 'vitest'
import { MOST_ENTRIES } from './journal.ts'
import { createdTrial, ORIGIN, ocraKey, PASSWORD, rawRecords, START, tamper } from './trial.test-kit.ts'

test('entries come newest first, a page at a time, and those of one instant stay together', async () => {
  const { vault } = await createdTrial()
  await vault.journal.append(
    { id: 'a', at: START, what: 'approved' },
    { id: 'b', at: START + 1, what: 'rejected' },
    { id: 'c', at: START + 1, what: 'refused', reason: 'changed' },
    { id: 'd', at: START + 2, what: 'by-hand' },
  )
  const ids = async (span?: { before?: number; limit?: number }) =>
    (await vault.journal.list(span)).map(({ id }) => id)
  expect(await ids()).toEqual(['d', 'b', 'c', 'a'])
  expect(await ids({ limit: 2 })).toEqual(['d', 'b', 'c'])
  expect(await ids({ before: START + 1, limit: 2 })).toEqual(['a'])
  expect(await ids({ limit: 0 })).toEqual([])
})

test('an entry that is written again is one entry', async () => {
  const { vault } = await createdTrial()
  const entry = { id: 'a', at: START, what: 'rejected', origin: ORIGIN, challenge: '1234' } as const
  await vault.journal.append(entry)
  await vault.journal.append(entry, { ...entry, id: 'b' })
  await vault.journal.append()
  expect(await vault.journal.list()).toHaveLength(2)
})

test('an entry is told later how it ended; one that is gone is not', async () => {
  const { vault, open } = await createdTrial()
  await vault.journal.append({ id: 'a', what: 'approved' })
  await Promise.all([
    vault.journal.setOutcome('a', 'filled'),
    (await open()).journal.append({ what: 'refused' }),
  ])
  await vault.journal.setOutcome('gone', 'shown')
  expect(await vault.journal.list()).toHaveLength(2)
  expect(await vault.journal.list()).toContainEqual({
    id: 'a',
    at: START,
    what: 'approved',
    outcome: 'filled',
  })
})

test('clearing leaves nothing of it', async () => {
  const { vault, name } = await createdTrial()
  await vault.journal.append({ what: 'approved' }, { what: 'rejected' })
  await vault.journal.clear()
  expect(await vault.journal.list()).toEqual([])
  expect((await rawRecords(name)).journal).toEqual([])
})

test('a damaged entry costs itself', async () => {
  const { vault, name } = await createdTrial()
  await vault.journal.append({ id: 'a', what: 'approved' }, { id: 'b', what: 'rejected' })
  await tamper(name, 'journal', (store) => {
    store.put({ id: 'a', revision: 99 })
  })
  await vault.lock()
  await vault.unlock(PASSWORD)
  expect((await vault.journal.list()).map(({ id }) => id)).toEqual(['b'])
  expect((await vault.status()).damaged).toEqual([{ store: 'journal', id: 'a' }])
})

test('there are never more than the most that is kept, and it is the oldest that go, with what comes in or not at all', async () => {
  const { vault, name, clock } = await createdTrial()
  const { id: keyId } = await vault.addKey(ocraKey())
  const entry = (at: number) => ({ id: `entry ${at}`, at: START + at, what: 'rejected' }) as const
  const count = async () => (await rawRecords(name)).journal?.length ?? 0
  const oldest = async () => (await vault.journal.list({ limit: MOST_ENTRIES })).at(-1)?.id
  // Written in another order than it happened.
  await vault.journal.append(...Array.from({ length: MOST_ENTRIES }, (_, at) => entry(MOST_ENTRIES - at)))
  expect([await count(), await oldest()]).toEqual([MOST_ENTRIES, 'entry 1'])

  const put = IDBObjectStore.prototype.put
  onTestFinished(() => {
    IDBObjectStore.prototype.put = put
  })
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...parameters) {
    const request = put.apply(this, parameters)
    if (this.name === 'journal') request.addEventListener('success', () => this.transaction.abort())
    return request
  }
  await expect(vault.journal.append(entry(20_000))).rejects.toMatchObject({ code: 'storage' })
  IDBObjectStore.prototype.put = put
  expect([await count(), await oldest()]).toEqual([MOST_ENTRIES, 'entry 1'])

  clock.at = START + 30_000
  const request = { keyId, mode: 'authorization', challenge: '12345678', keep: true } as const
  await vault.answer({ ...request, journal: { id: 'answered', what: 'approved' } })
  expect(await oldest()).toBe('entry 101')
  // Even with the clock set far back, what comes in is not what goes.
  await vault.journal.append(...Array.from({ length: 99 }, (_, at) => entry(30_000 + at)), entry(-1))
  expect(await count()).toBeLessThanOrEqual(MOST_ENTRIES)
  expect(await oldest()).toBe('entry -1')
  expect((await vault.journal.list({ limit: 1000 })).map(({ id }) => id)).toContain('answered')
})
