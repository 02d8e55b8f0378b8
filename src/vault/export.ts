/** Everything that the user put in, for a backup; what cannot be read goes along as it lies there. */
import { base64 } from '@scure/base'
import type { Answers } from './answers.ts'
import type { Core } from './core.ts'
import type { Journal } from './journal.ts'
import type { Keys } from './keys.ts'
import type { OpenedStore } from './opened.ts'
import type { RecipientContent } from './recipients.ts'
import { type StoreName, storeNames } from './schema.ts'
import type { VaultExport } from './types.ts'

export interface Stores {
  keys: Keys
  journal: Journal
  answers: Answers
  recipients: OpenedStore<'recipients', RecipientContent>
}

export function exportAll(core: Core, stores: Stores): Promise<VaultExport> {
  return core.withBox(async (box) => {
    const keys = await stores.keys.whole(box)
    const recipients = [...(await stores.recipients.all(box)).byId.values()].map(({ content }) => content)
    await stores.answers.opened.all(box)
    await stores.journal.opened.all(box)
    return {
      keys,
      recipients: recipients.filter(({ name }) => name !== '').map(({ purse, name }) => ({ purse, name })),
      damaged: await rawDamaged(core),
    }
  })
}

async function rawDamaged(core: Core): Promise<VaultExport['damaged']> {
  const damaged = core.damaged.filter((one): one is { store: StoreName; id: string } =>
    storeNames.some((store) => store === one.store),
  )
  const rows = await core.read([...storeNames], (transaction) =>
    Promise.all(damaged.map(({ store, id }) => transaction.objectStore(store).get(id))),
  )
  return damaged.flatMap(({ store, id }, at) => {
    const row = rows[at]
    return row === undefined ? [] : [{ store, id, record: JSON.stringify(row, withBytes) }]
  })
}

function withBytes(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: base64.encode(value) }
  return value instanceof CryptoKey ? 'a key that the browser does not give out' : value
}
