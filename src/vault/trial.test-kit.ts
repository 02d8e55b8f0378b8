/** Vaults to test with: real IndexedDB and WebCrypto, a clock that a test sets, and a cheap password. */
import { onTestFinished } from 'vitest'
import type { Argon2Cost } from './argon2.ts'
import { memoryStore } from './memory-store.ts'
import type { NewKey, Vault } from './types.ts'
import { openVault, type VaultOptions } from './vault.ts'

export { memoryStore }

const CHEAP: Argon2Cost = { m: 8, t: 1, p: 1 }
export const PASSWORD = 'correct horse battery staple'
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Noon, 24 November 2026. */
export const START = Date.UTC(2026, 10, 24, 12)

export interface Trial {
  name: string
  clock: { at: number }
  session: ReturnType<typeof memoryStore>
  /** Another connection to the same database: a worker that came back, or another one beside it. */
  open(options?: Partial<VaultOptions>): Promise<Vault>
}

/** An empty database of its own, deleted when the test ends. */
export function trial(): Trial {
  const name = `trial-${crypto.randomUUID()}`
  const clock = { at: START }
  const session = memoryStore()
  const open: Vault[] = []
  onTestFinished(() => {
    for (const vault of open) vault.close()
    indexedDB.deleteDatabase(name)
  })
  return {
    name,
    clock,
    session,
    async open(options = {}) {
      const vault = await openVault({ name, session, cost: CHEAP, now: () => clock.at, ...options })
      open.push(vault)
      return vault
    },
  }
}

export async function createdTrial(password: string | null = PASSWORD): Promise<Trial & { vault: Vault }> {
  const made = trial()
  const vault = await made.open()
  await vault.create({ password })
  return { ...made, vault }
}

/** The RFC 6287 test secret unless told otherwise. */
export const SECRET = new TextEncoder().encode('12345678901234567890')
export const ORIGIN = 'https://wallet.example'

export function ocraKey(more: Partial<NewKey> = {}): NewKey {
  return {
    kind: 'ocra',
    issuer: 'Wallet',
    account: 'alice@example.org',
    secret: SECRET.slice(),
    algorithm: 'SHA256',
    digits: 7,
    suite: 'OCRA-1:HOTP-SHA256-7:QN08',
    paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
    origins: [ORIGIN],
    ...more,
  }
}

export function hotpKey(more: Partial<NewKey> = {}): NewKey {
  return {
    kind: 'hotp',
    issuer: 'Mail',
    account: 'alice',
    secret: SECRET.slice(),
    algorithm: 'SHA1',
    digits: 6,
    ...more,
  }
}

export const totpKey = (more: Partial<NewKey> = {}): NewKey => hotpKey({ kind: 'totp', period: 30, ...more })

/** Every record of a database, as it lies there. */
export async function rawRecords(name: string): Promise<Record<string, unknown[]>> {
  return withRaw(name, async (database) => {
    const stores = [...database.objectStoreNames]
    const transaction = database.transaction(stores)
    const all = stores.map(
      async (store) => [store, await result(transaction.objectStore(store).getAll())] as const,
    )
    return Object.fromEntries(await Promise.all(all))
  })
}

/** Changes raw records, as damage or somebody with the profile folder would. */
export function tamper(
  name: string,
  store: string,
  change: (store: IDBObjectStore) => void | Promise<void>,
): Promise<void> {
  return withRaw(name, async (database) => {
    const transaction = database.transaction([store], 'readwrite')
    await change(transaction.objectStore(store))
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
    })
  })
}

export async function withRaw<T>(name: string, work: (database: IDBDatabase) => Promise<T>): Promise<T> {
  const database = await result(indexedDB.open(name))
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

export const result = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
