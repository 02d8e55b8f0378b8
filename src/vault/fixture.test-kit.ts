/**
 * Whole databases as text: `fixtures/v1.json` and so on, one for each format that was ever released. A format's
 * fixture is dumped from it before the next one is begun (`dump`, and `writeFile` of vitest's browser commands),
 * and never changed afterwards.
 */
import { base64 } from '@scure/base'
import { result, withRaw } from './trial.test-kit.ts'

export interface Fixture {
  version: number
  stores: Record<string, { keyPath: string; indexes: Record<string, string>; records: unknown[] }>
}

export function dump(name: string): Promise<Fixture> {
  return withRaw(name, async (database) => {
    const stores: Fixture['stores'] = {}
    const transaction = database.transaction([...database.objectStoreNames])
    for (const each of database.objectStoreNames) {
      const store = transaction.objectStore(each)
      const records = await result(store.getAll())
      stores[each] = {
        keyPath: String(store.keyPath),
        indexes: Object.fromEntries(
          [...store.indexNames].map((index) => [index, String(store.index(index).keyPath)]),
        ),
        records: records.map((record) => JSON.parse(JSON.stringify(record, toText)) as unknown),
      }
    }
    return { version: database.version, stores }
  })
}

export async function load(name: string, fixture: Fixture): Promise<void> {
  const opening = indexedDB.open(name, fixture.version)
  opening.onupgradeneeded = () => {
    for (const [each, { keyPath, indexes, records }] of Object.entries(fixture.stores)) {
      const store = opening.result.createObjectStore(each, { keyPath })
      for (const [index, path] of Object.entries(indexes)) store.createIndex(index, path)
      for (const record of records) store.put(JSON.parse(JSON.stringify(record), fromText))
    }
  }
  ;(await result(opening)).close()
}

function toText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: base64.encode(value) } : value
}

function fromText(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !('base64' in value)) return value
  return base64.decode(String(value.base64))
}
