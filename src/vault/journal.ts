/** The journal: what was approved, rejected, refused. By random ids, so that its raw records tell their number only. */
import * as v from 'valibot'
import { Conflict, type Core } from './core.ts'
import { OpenedStore, openRow } from './opened.ts'
import { rowSchemas, type SealedRow, type WriteTransaction } from './schema.ts'
import { type Box, newId } from './seal.ts'
import type { JournalEntry, NewJournalEntry } from './types.ts'

/** What `journal` seals. */
export type JournalContent = JournalEntry

/** An entry made ready for a transaction. */
export type SealedEntry = Omit<SealedRow, 'revision'>

const DEFAULT_LIMIT = 100

export class Journal {
  readonly opened: OpenedStore<'journal', JournalContent>
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
    this.opened = new OpenedStore(core, 'journal')
  }

  async append(...entries: NewJournalEntry[]): Promise<void> {
    if (entries.length === 0) return
    await this.#core.withBox(async (box) => {
      const sealed = await Promise.all(entries.map((entry) => this.seal(box, entry)))
      await this.#core.change(['journal'], box, async (transaction, revision) => {
        await Promise.all(sealed.map((entry) => putEntry(transaction, entry, revision)))
      })
    })
  }

  setOutcome(id: string, outcome: 'filled' | 'shown'): Promise<void> {
    return this.#core.withBox(async (box) => {
      const row = await this.#core.read(['journal'], (transaction) =>
        transaction.objectStore('journal').get(id),
      )
      if (!v.is(rowSchemas.journal, row)) return
      const entry = await openRow<JournalContent>(box, 'journal', row)
      if (!entry) return
      const sealed = await box.seal('journal', id, { ...entry, outcome })
      await this.#core.change(['journal'], box, async (transaction, revision) => {
        const present = await transaction.objectStore('journal').get(id)
        if (present?.revision !== row.revision) throw new Conflict()
        await putEntry(transaction, { id, sealed }, revision)
      })
    })
  }

  list({ before = Number.POSITIVE_INFINITY, limit = DEFAULT_LIMIT }: Span = {}): Promise<JournalEntry[]> {
    return this.#core.withBox(async (box) => {
      const all = [...(await this.opened.all(box)).byId.values()]
        .map(({ content }) => content)
        .filter(({ at }) => at < before)
        .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
      let end = Math.min(limit, all.length)
      // The next page asks for what is older than this one's last: what happened at that instant stays together.
      while (end > 0 && end < all.length && all[end]?.at === all[end - 1]?.at) end++
      return all.slice(0, end)
    })
  }

  clear(): Promise<void> {
    return this.#core.withBox((box) =>
      this.#core.change(['journal'], box, (transaction) => transaction.objectStore('journal').clear()),
    )
  }

  async seal(box: Box, entry: NewJournalEntry): Promise<SealedEntry> {
    const id = entry.id ?? newId()
    const content: JournalContent = { ...entry, id, at: entry.at ?? this.#core.now() }
    return { id, sealed: await box.seal('journal', id, content) }
  }
}

interface Span {
  before?: number | undefined
  limit?: number | undefined
}

export function putEntry(
  transaction: WriteTransaction,
  entry: SealedEntry,
  revision: number,
): Promise<unknown> {
  return transaction.objectStore('journal').put({ ...entry, revision })
}
