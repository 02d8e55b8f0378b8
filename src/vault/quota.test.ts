import { expect, onTestFinished, test } from 'vitest'
import { createdTrial, hotpKey, result, totpKey } from './trial.test-kit.ts'

interface StorageBuckets {
  open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }>
  delete(name: string): Promise<void>
}

/** Puts IndexedDB into a storage bucket of its own that really has no more than `quota` bytes. */
async function withSpace(quota: number): Promise<void> {
  const { storageBuckets } = navigator as unknown as { storageBuckets: StorageBuckets }
  const name = `small-${crypto.randomUUID()}`
  const bucket = await storageBuckets.open(name, { quota })
  const usual = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')!
  Object.defineProperty(globalThis, 'indexedDB', { value: bucket.indexedDB, configurable: true })
  onTestFinished(async () => {
    Object.defineProperty(globalThis, 'indexedDB', usual)
    await storageBuckets.delete(name)
  })
}

/** Writes into another database until not even a few bytes find room. */
async function fillSpace(): Promise<void> {
  const name = 'filler'
  const opening = indexedDB.open(name)
  opening.onupgradeneeded = () => opening.result.createObjectStore('filler', { autoIncrement: true })
  const database = await result(opening)
  for (let size = 65_536; size >= 64; ) {
    const transaction = database.transaction(['filler'], 'readwrite')
    transaction.objectStore('filler').put(crypto.getRandomValues(new Uint8Array(size)))
    const written = await new Promise<boolean>((resolve) => {
      transaction.oncomplete = () => resolve(true)
      transaction.onabort = () => resolve(false)
    })
    if (!written) size /= 2
  }
  database.close()
}

// Firefox has no storage buckets.
test.runIf('storageBuckets' in navigator)(
  'no space left: nothing is changed, what was there is readable, and with space it goes on',
  async () => {
    await withSpace(400_000)
    const { vault } = await createdTrial()
    const { id } = await vault.addKey(hotpKey())
    const { code } = await vault.code(id, { requestId: 'before' })
    const many = Array.from({ length: 3_000 }, (_, at) => totpKey({ account: `user ${at}` }))
    await expect(vault.importKeys(many)).rejects.toMatchObject({ code: 'quota' })
    expect(await vault.keys()).toHaveLength(1)
    await fillSpace()
    await expect(vault.addKey(totpKey())).rejects.toMatchObject({ code: 'quota' })
    // An answer that cannot be kept is not given.
    await expect(vault.code(id, { requestId: 'after' })).rejects.toMatchObject({ code: 'quota' })
    expect((await vault.keys())[0]?.counter).toBe('1')
    expect(await vault.code(id, { requestId: 'before' })).toEqual({ code })
    await result(indexedDB.deleteDatabase('filler'))
    expect(await vault.addKey(totpKey())).toMatchObject({ kind: 'totp' })
    expect((await vault.code(id, { requestId: 'after' })).code).not.toBe(code)
  },
)
