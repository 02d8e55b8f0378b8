/** The journal: what was approved, rejected, refused. By random ids, so that its raw records tell their number only. */
import * as v from 'valibot'
import { Conflict, type Core } from './core.ts'
import { OpenedStore, openRow } from './opened.ts'
import { rowSchemas, type SealedRow, type WriteTransaction } from './schema.ts'
import { type Box, newId } from './seal.ts'
import type { JournalEntry, NewJournalEntry } from './types.ts'

/** What `journal` seals. */
type JournalContent = JournalEntry

/** An entry made ready for a transaction. */
type SealedEntry = Omit<SealedRow, 'revision'>

const DEFAULT_LIMIT = 100

/** More entries are never kept. */
export const MOST_ENTRIES = 10_000
/** So many of the oldest go at once, because finding them means opening every entry. */
const MAKE_ROOM_FOR = 100

/** What one transaction writes. */
export interface JournalStep {
  entries: SealedEntry[]
  /** Ids of the oldest, which go to make room. */
  oldest: string[]
}

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
      const step = await this.prepare(box, entries)
      await this.#core.change(['journal'], box, (transaction, revision) =>
        writeEntries(transaction, step, revision),
      )
    })
  }

  /** Seals entries for a transaction, and finds what has to go for them. */
  async prepare(box: Box, entries: NewJournalEntry[]): Promise<JournalStep> {
    return {
      entries: await Promise.all(entries.map((entry) => this.#seal(box, entry))),
      oldest: await this.#oldest(box, entries.length),
    }
  }

  /** Whoever else writes at the same time finds the same ones: none is deleted that a newer one should go for. */
  async #oldest(box: Box, coming: number): Promise<string[]> {
    const count = await this.#core.read(['journal'], (transaction) =>
      transaction.objectStore('journal').count(),
    )
    if (count + coming <= MOST_ENTRIES) return []
    const { byId } = await this.opened.all(box)
    return [...byId.values()]
      .sort((a, b) => a.content.at - b.content.at || (a.row.id < b.row.id ? -1 : 1))
      .slice(0, count + Math.max(coming, MAKE_ROOM_FOR) - MOST_ENTRIES)
      .map(({ row }) => row.id)
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
        await writeEntries(transaction, { entries: [{ id, sealed }], oldest: [] }, revision)
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

  async #seal(box: Box, entry: NewJournalEntry): Promise<SealedEntry> {
    const id = entry.id ?? newId()
    const content: JournalContent = { ...entry, id, at: entry.at ?? this.#core.now() }
    return { id, sealed: await box.seal('journal', id, content) }
  }
}

interface Span {
  before?: number | undefined
  limit?: number | undefined
}

export async function writeEntries(
  transaction: WriteTransaction,
  { entries, oldest }: JournalStep,
  revision: number,
): Promise<void> {
  const journal = transaction.objectStore('journal')
  await Promise.all([
    ...oldest.map((id) => journal.delete(id)),
    ...entries.map((entry) => journal.put({ ...entry, revision })),
  ])
}
