/** Recipients: the user's names for purses, and whether a purse is one that was paid before. */
import { canonicalPurse } from '../protocol/index.ts'
import { Conflict, type Core } from './core.ts'
import { checkName } from './key-info.ts'
import { nearest } from './near-miss.ts'
import type { OpenedStore } from './opened.ts'
import type { Recipient, RecipientLookup } from './types.ts'

/** What `recipients` seals. */
export type RecipientContent = Recipient

export class Recipients {
  readonly #core: Core
  readonly #opened: OpenedStore<'recipients', RecipientContent>

  constructor(core: Core, opened: OpenedStore<'recipients', RecipientContent>) {
    this.#core = core
    this.#opened = opened
  }

  /** Named ones first, by name; then the others, by purse. */
  list(): Promise<Recipient[]> {
    return this.#core.withBox(async (box) => {
      const all = [...(await this.#opened.all(box)).byId.values()].map(({ content }) => content)
      return all.sort(
        (a, b) =>
          Number(a.name === '') - Number(b.name === '') ||
          a.name.localeCompare(b.name) ||
          a.purse.localeCompare(b.purse),
      )
    })
  }

  async name(purse: string, name: string): Promise<void> {
    const checked = checkName(name)
    return this.#write(purse, (known) => ({ ...known, name: checked }))
  }

  confirm(purse: string): Promise<void> {
    return this.#write(purse, (known) =>
      known.confirmedAt === null ? { ...known, confirmedAt: this.#core.now() } : known,
    )
  }

  async forget(purse: string): Promise<void> {
    const text = canonicalPurse(purse)
    return this.#core.withBox(async (box) => {
      const id = await box.lookup('recipient', text)
      await this.#core.change(['recipients'], box, (transaction) =>
        transaction.objectStore('recipients').delete(id),
      )
      this.#core.note('recipients', id, false)
    })
  }

  async lookup(purse: string): Promise<RecipientLookup> {
    const text = canonicalPurse(purse)
    return this.#core.withBox(async (box) => {
      const { byId } = await this.#opened.all(box)
      const known = byId.get(await box.lookup('recipient', text))?.content
      const named = known && known.name !== '' ? { name: known.name } : {}
      if (known && known.confirmedAt !== null) return { status: 'known', ...named }
      const others = [...byId.values()].map(({ content }) => content)
      const similar = nearest(
        text,
        others.filter((other) => other.purse !== text),
      )
      if (!similar) return { status: 'new', ...named }
      const similarTo =
        similar.name === '' ? { purse: similar.purse } : { purse: similar.purse, name: similar.name }
      return { status: 'near-miss', ...named, similarTo }
    })
  }

  async #write(purse: string, change: (known: RecipientContent) => RecipientContent): Promise<void> {
    const text = canonicalPurse(purse)
    return this.#core.withBox(async (box) => {
      const id = await box.lookup('recipient', text)
      const { byId, written } = await this.#opened.all(box)
      const known = byId.get(id)
      const before = known?.content ?? { purse: text, name: '', confirmedAt: null }
      const content = change(before)
      if (known && content === before) return
      const sealed = await box.seal('recipients', id, content)
      await this.#core.change(['recipients'], box, async (transaction, revision, state) => {
        if ((state.written.recipients ?? 0) !== written) throw new Conflict()
        await transaction.objectStore('recipients').put({ id, revision, sealed })
      })
      this.#core.note('recipients', id, false)
    })
  }
}
