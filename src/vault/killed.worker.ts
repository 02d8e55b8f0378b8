/**
 * A worker that does one thing to a vault and stands still at a given write, for a test to kill it there: the
 * browser then ends its transaction as it does when a real worker dies.
 */
import { memoryStore } from './memory-store.ts'
import type { Vault } from './types.ts'
import { openVault } from './vault.ts'

export interface Job {
  name: string
  now: number
  /** What `storage.session` holds. */
  session: [string, string][]
  method: keyof Vault
  parameters: unknown[]
  /** Stand still before this write, counted from 1; beyond the last one, just before it is told that all is done. */
  standAt: number
}

export type Told =
  | { stands: number; session: [string, string][] }
  | { done: unknown; session: [string, string][] }
  | { failed: string }

const tell = (told: Told): void => postMessage(told)

const session = memoryStore()
let writes = 0
let standAt = Number.POSITIVE_INFINITY

/** True where the worker stands still from now on; the promise that goes with it never comes. */
function stands(): boolean {
  writes++
  if (writes === standAt) tell({ stands: writes, session: [...session.raw] })
  return writes >= standAt
}

const never = new Promise<never>(() => undefined)

// A worker that spins takes Chromium two seconds to kill. So this one only stops doing anything, and keeps its
// transaction from ending by itself.
function keepAlive(store: IDBObjectStore): void {
  store.count().onsuccess = () => keepAlive(store)
}

for (const method of ['put', 'add', 'delete', 'clear'] as const) {
  const original = IDBObjectStore.prototype[method] as (...parameters: unknown[]) => IDBRequest
  Object.defineProperty(IDBObjectStore.prototype, method, {
    value(this: IDBObjectStore, ...parameters: unknown[]) {
      if (!stands()) return original.apply(this, parameters)
      keepAlive(this)
      return never
    },
  })
}

addEventListener('message', async ({ data }: MessageEvent<Job>) => {
  for (const [key, value] of data.session) session.raw.set(key, value)
  const watched = {
    ...session,
    set(key: string, value: unknown) {
      return stands() ? never : session.set(key, value)
    },
    remove(key: string) {
      return stands() ? never : session.remove(key)
    },
  }
  try {
    const vault = await openVault({
      name: data.name,
      session: watched,
      cost: { m: 8, t: 1, p: 1 },
      now: () => data.now,
    })
    standAt = data.standAt
    const method = vault[data.method] as (...parameters: unknown[]) => Promise<unknown>
    const done = await method(...data.parameters)
    if (stands()) return
    tell({ done, session: [...session.raw] })
  } catch (error) {
    tell({ failed: String(error) })
  }
})
