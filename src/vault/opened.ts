/** A sealed store as it reads with the data key: opened once, and after a change only what changed. */
import * as v from 'valibot'
import { Conflict, type Core } from './core.ts'
import { type ReadTransaction, readMeta, rowSchemas, type SealedStore, type VaultDB } from './schema.ts'
import { type Box, SealBroken } from './seal.ts'

export interface Opened<Row, Content> {
  row: Row
  content: Content
}

interface Content<Row, C> {
  /** The change that last wrote the store, as seen. */
  written: number
  byId: Map<string, Opened<Row, C>>
}

export class OpenedStore<Store extends SealedStore, C> {
  readonly #core: Core
  readonly #store: Store
  readonly #agrees: (row: VaultDB[Store]['value'], content: C) => boolean
  /** Goes when the data key goes. */
  readonly #known = new WeakMap<Box, Content<VaultDB[Store]['value'], C>>()
  #loading: Promise<Content<VaultDB[Store]['value'], C>> | undefined

  /** @param agrees what a row shows in clear must be what was sealed, or somebody changed it */
  constructor(
    core: Core,
    store: Store,
    agrees: (row: VaultDB[Store]['value'], content: C) => boolean = () => true,
  ) {
    this.#core = core
    this.#store = store
    this.#agrees = agrees
  }

  /**
   * All records that can be read, by id, and the change that last wrote the store. Those that cannot are
   * noted as damaged and left out.
   */
  async all(box: Box): Promise<Content<VaultDB[Store]['value'], C>> {
    // Calls at the same time share the work; each next one looks at what is there by then.
    while (this.#loading) await this.#loading.catch(() => undefined)
    this.#loading = this.#load(box)
    try {
      return await this.#loading
    } finally {
      this.#loading = undefined
    }
  }

  async #load(box: Box): Promise<Content<VaultDB[Store]['value'], C>> {
    const known = this.#known.get(box)
    const found = await this.#core.read(['meta', this.#store], (transaction) =>
      this.#rowsSince(transaction, box, known?.written),
    )
    if (known && found.rows === undefined) return known
    const byId = new Map<string, Opened<VaultDB[Store]['value'], C>>()
    const opened = await Promise.all((found.rows ?? []).map((row) => this.open(box, row, known)))
    for (const each of opened) if (each) byId.set(each.row.id, each)
    const content = { written: found.written, byId }
    this.#known.set(box, content)
    return content
  }

  /**
   * Takes in what a change just wrote, so that it need not be read back and opened.
   * @param before the change that had written the store until then: what is known must be as of that one
   */
  learn(box: Box, before: number, written: number, changed: Opened<VaultDB[Store]['value'], C>[]): void {
    const known = this.#known.get(box)
    if (known?.written !== before) return
    const byId = new Map(known.byId)
    for (const each of changed) byId.set(each.row.id, each)
    this.#known.set(box, { written, byId })
  }

  /** `rows` is undefined where nothing changed since. */
  async #rowsSince(
    transaction: ReadTransaction,
    box: Box,
    since: number | undefined,
  ): Promise<{ written: number; rows: VaultDB[Store]['value'][] | undefined }> {
    const state = await readMeta(transaction, 'state')
    if (state && state.dataKeyId !== box.dataKeyId) throw new Conflict()
    const written = state?.written[this.#store] ?? 0
    if (state && written === since) return { written, rows: undefined }
    const rows = (await transaction.objectStore(this.#store).getAll()) as VaultDB[Store]['value'][]
    return { written, rows }
  }

  /** One record; undefined where it cannot be read, which is noted. */
  async open(
    box: Box,
    row: VaultDB[Store]['value'],
    known = this.#known.get(box),
  ): Promise<Opened<VaultDB[Store]['value'], C> | undefined> {
    const id = String(row?.id)
    const before = known?.byId.get(id)
    if (before && before.row.revision === row.revision) return before
    const content = v.is(rowSchemas[this.#store], row) ? await openRow<C>(box, this.#store, row) : undefined
    const sound = content !== undefined && this.#agrees(row, content)
    this.#core.note(this.#store, id, !sound)
    return sound ? { row, content } : undefined
  }
}

/** @throws Conflict where the store was written since `written` */
export async function sameContent(
  transaction: ReadTransaction,
  store: SealedStore,
  written: number,
): Promise<void> {
  const state = await readMeta(transaction, 'state')
  if ((state?.written[store] ?? 0) !== written) throw new Conflict()
}

/** What was sealed, or undefined where it cannot be read. Only what this vault sealed with its own key opens. */
export async function openRow<C>(
  box: Box,
  store: SealedStore,
  row: { id: string; sealed: Uint8Array<ArrayBuffer> },
): Promise<C | undefined> {
  try {
    return (await box.open(store, row.id, row.sealed)) as C
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}
