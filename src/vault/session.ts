/**
 * The unlocked vault between two lives of the worker: the data key in `storage.session`, with the times that
 * say when it ends. One queue, because the store below has no transactions.
 */
import { base64 } from '@scure/base'
import * as v from 'valibot'
import type { Bytes } from './schema.ts'
import type { DataKey } from './slots.ts'
import type { SessionStore, VaultSettings } from './types.ts'

const NAME = 'vault.unlocked'
const MINUTE = 60_000

/** A clock set back by no more than this is a correction; by more, times mean nothing and the vault locks. */
const CORRECTION = MINUTE

const Entry = v.object({
  dataKeyId: v.string(),
  /** 32 bytes in base64. */
  key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
  unlockedAt: v.number(),
  usedAt: v.number(),
})
type Entry = v.InferOutput<typeof Entry>

type Limits = Pick<VaultSettings, 'lockAfterIdle' | 'lockAfter'>

export class Session {
  #last: Promise<unknown> = Promise.resolve()
  readonly #store: SessionStore
  readonly #now: () => number

  constructor(store: SessionStore, now: () => number) {
    this.#store = store
    this.#now = now
  }

  begin(dataKey: DataKey): Promise<void> {
    const now = this.#now()
    return this.#inTurn(() => this.#write(dataKey, { unlockedAt: now, usedAt: now }))
  }

  /** The same session under another data key. Does nothing where there is none. */
  replace(dataKey: DataKey): Promise<void> {
    return this.#inTurn(async () => {
      const entry = await this.#read()
      if (entry) await this.#write(dataKey, entry)
    })
  }

  /** The data key's id and when the vault locks; undefined where it is locked, or has to lock now. */
  current(limits: Limits): Promise<{ dataKeyId: string; lockAt: number | null } | undefined> {
    return this.#inTurn(async () => {
      const entry = await this.#read()
      if (!entry) return undefined
      const lockAt = lockAtOf(entry, limits)
      const now = this.#now()
      if (lockAt !== null && (now >= lockAt || now < entry.usedAt - CORRECTION)) {
        await this.#store.remove(NAME)
        return undefined
      }
      return { dataKeyId: entry.dataKeyId, lockAt }
    })
  }

  /** The data key's bytes; the caller wipes them. */
  dataKey(): Promise<DataKey | undefined> {
    return this.#inTurn(async () => {
      const entry = await this.#read()
      return entry && { id: entry.dataKeyId, raw: bytesOf(entry.key) }
    })
  }

  use(): Promise<void> {
    return this.#inTurn(async () => {
      const entry = await this.#read()
      if (entry) await this.#store.set(NAME, { ...entry, usedAt: Math.max(entry.usedAt, this.#now()) })
    })
  }

  /** Whether there was anything to end. */
  end(): Promise<boolean> {
    return this.#inTurn(async () => {
      const entry = await this.#store.get(NAME)
      await this.#store.remove(NAME)
      return entry !== undefined && entry !== null
    })
  }

  async #write(dataKey: DataKey, times: Pick<Entry, 'unlockedAt' | 'usedAt'>): Promise<void> {
    const { unlockedAt, usedAt } = times
    await this.#store.set(NAME, {
      dataKeyId: dataKey.id,
      key: base64.encode(dataKey.raw),
      unlockedAt,
      usedAt,
    })
  }

  async #read(): Promise<Entry | undefined> {
    const read = v.safeParse(Entry, await this.#store.get(NAME))
    return read.success ? read.output : undefined
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}

function lockAtOf(entry: Entry, limits: Limits): number | null {
  const times = [
    ...(limits.lockAfterIdle === null ? [] : [entry.usedAt + limits.lockAfterIdle * MINUTE]),
    ...(limits.lockAfter === null ? [] : [entry.unlockedAt + limits.lockAfter * MINUTE]),
  ]
  return times.length === 0 ? null : Math.min(...times)
}

const bytesOf = (text: string): Bytes => new Uint8Array(base64.decode(text))
