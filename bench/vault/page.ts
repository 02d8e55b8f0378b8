/** What `bench/vault.ts` measures, inside a page of a real browser. */
import { openDB } from 'idb'
import { DEFAULT_COST, derive } from '../../src/vault/argon2.ts'
import { type NewKey, openVault, type SessionStore, type Vault } from '../../src/vault/index.ts'

export interface Measured {
  what: string
  ms: number
  /** What it is compared with, in ms. */
  base: number
}

const PASSWORD = 'correct horse battery staple'

function sessionStore(): SessionStore {
  const held = new Map<string, unknown>()
  return {
    get: async (key) => held.get(key),
    set: async (key, value) => void held.set(key, value),
    remove: async (key) => void held.delete(key),
  }
}

function keysOf(count: number): NewKey[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: 'ocra',
    issuer: 'Wallet',
    account: `user${at}@example.test`,
    secret: crypto.getRandomValues(new Uint8Array(32)),
    algorithm: 'SHA256',
    digits: 7,
    suite: 'OCRA-1:HOTP-SHA256-7:QN08',
    paymentSuite: 'OCRA-1:HOTP-SHA256-7:QH64',
    origins: ['https://wallet.example'],
  }))
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The best of five: whatever else runs on the machine only adds. */
async function best(work: (run: number) => Promise<number>, runs = 5): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) least = Math.min(least, await work(run))
  return least
}

/** The least that anybody has to do with as many records of the same size: write them, read them. */
async function plain(count: number): Promise<{ write: number; read: number; decrypt: number }> {
  const database = await openDB('plain', 1, {
    upgrade(opened) {
      opened.createObjectStore('keys', { keyPath: 'id' })
      opened.createObjectStore('secrets', { keyPath: 'id' })
    },
  })
  const rows = (bytes: number) =>
    Array.from({ length: count }, (_, at) => ({
      id: `id-${at}`,
      origins: ['https://wallet.example'],
      sealed: crypto.getRandomValues(new Uint8Array(bytes)),
    }))
  const [keys, secrets] = [rows(541), rows(93)]
  const write = await best(() =>
    time(async () => {
      const transaction = database.transaction(['keys', 'secrets'], 'readwrite', { durability: 'strict' })
      for (const row of keys) void transaction.objectStore('keys').put(row)
      for (const row of secrets) void transaction.objectStore('secrets').put(row)
      await transaction.done
    }),
  )
  const read = await best(() => time(() => database.getAll('keys')))
  database.close()
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const iv = new Uint8Array(12)
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(512))
  const decrypt = await best(() =>
    time(() =>
      Promise.all(
        Array.from({ length: count }, () => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed)),
      ),
    ),
  )
  return { write, read, decrypt }
}

async function measure(count: number): Promise<Measured[]> {
  const base = await plain(count)
  const opened: Vault[] = []
  const session = sessionStore()
  const open = async (name: string, held = session) => {
    const vault = await openVault({ name, session: held })
    opened.push(vault)
    return vault
  }
  const keys = keysOf(count)
  const measured: Measured[] = []
  const note = (what: string, ms: number, against: number) => measured.push({ what, ms, base: against })

  const imported = await best(async (run) => {
    const fresh = await open(`import-${run}`, sessionStore())
    await fresh.create({ password: null })
    const ms = await time(() => fresh.importKeys(keys))
    fresh.close()
    return ms
  }, 3)
  note('import, all new', imported, base.write + 2 * base.decrypt)

  const vault = await open('vault')
  await vault.create({ password: PASSWORD })
  await vault.importKeys(keys)
  const again = await best(() => time(() => vault.importKeys(keys)), 3)
  note('import again, all equal', again, 2 * base.read + 2 * base.decrypt)
  note('list, the worker having listed before', await best(() => time(() => vault.keys())), base.read)
  note(
    'open and list, in a worker that just started',
    await best(() => time(async () => (await open('vault')).keys())),
    base.read + base.decrypt,
  )
  note(
    'status, in a worker that just started',
    await best(() => time(async () => (await open('vault')).status())),
    base.read + base.decrypt,
  )
  note(
    'ids and origins, in a worker that just started',
    await best(() => time(async () => (await open('vault')).publicKeys())),
    base.read,
  )
  const [first] = await vault.keys()
  const ask = (challenge: string) => ({
    keyId: first?.id ?? '',
    mode: 'authorization' as const,
    challenge,
    journal: { what: 'by-hand' as const },
    keep: true,
  })
  note(
    'answer, in a worker that just started',
    await best(async (run) => {
      const cold = await open('vault')
      return time(() => cold.answer(ask(String(10_000_000 + run))))
    }),
    base.read,
  )
  note('list after an answer', await time(() => vault.keys()), base.read)
  note('export with secrets', await best(() => time(() => vault.exportKeys())), base.read + 2 * base.decrypt)
  const derivation = await best(() => time(() => derive(PASSWORD, new Uint8Array(16), DEFAULT_COST)))
  note('Argon2id alone', derivation, derivation)
  const unlocked = await best(async () => {
    await vault.lock()
    return time(() => vault.unlock(PASSWORD))
  })
  note('unlock', unlocked, derivation)
  note('list right after', await time(() => vault.keys()), base.read + base.decrypt)
  note(
    'a new data key for everything',
    await time(() => vault.rekey({ current: PASSWORD, next: 'another' })),
    base.write + base.read + 4 * base.decrypt + 2 * derivation,
  )
  for (const each of opened) each.close()
  return measured
}

Object.assign(globalThis, { measure })
