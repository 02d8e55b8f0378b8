/** Every sealed record again, under another data key. */
import * as v from 'valibot'
import { inBatches } from './batches.ts'
import { Conflict, type Core } from './core.ts'
import { openRow } from './opened.ts'
import { readMeta, rowSchemas, type SealedStore, sealedStores, type VaultDB } from './schema.ts'
import type { Box } from './seal.ts'

interface Resealed {
  store: SealedStore
  /** Its revision is given by the change that writes it. */
  row: VaultDB[SealedStore]['value']
  /** What it is called under the old data key. */
  formerly: string
}

/** What stood there at change `revision`. What cannot be read is left out, and so stays as it is. */
export async function reseal(
  core: Core,
  from: Box,
  to: Box,
): Promise<{ revision: number; rows: Resealed[] }> {
  const { state, found } = await core.read([...sealedStores, 'meta'], async (transaction) => ({
    state: await readMeta(transaction, 'state'),
    found: await Promise.all(
      sealedStores.map(async (store) => {
        const rows: VaultDB[SealedStore]['value'][] = await transaction.objectStore(store).getAll()
        return rows.filter((row) => v.is(rowSchemas[store], row)).map((row) => ({ store, row }))
      }),
    ),
  }))
  if (state && state.dataKeyId !== from.dataKeyId) throw new Conflict()
  const rows = await inBatches(found.flat(), async ({ store, row }): Promise<Resealed | undefined> => {
    const content = await openRow<{ names?: string[]; purse?: string }>(from, store, row)
    if (!content) return undefined
    const id = await nameOf(to, store, row.id, content)
    return { store, formerly: row.id, row: { ...row, id, sealed: await to.seal(store, id, content) } }
  })
  return { revision: state?.revision ?? 0, rows: rows.filter((row) => row !== undefined) }
}

/** Records that the data key names get the new one's name. */
async function nameOf(
  box: Box,
  store: SealedStore,
  id: string,
  { names, purse }: { names?: string[]; purse?: string },
): Promise<string> {
  if (store === 'answers' && names) return box.lookup(...names)
  if (store === 'recipients' && purse !== undefined) return box.lookup('recipient', purse)
  return id
}
