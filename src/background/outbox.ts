/** Journal entries of decisions made while the vault was locked: they wait here and go in at the next unlock. */

import type { JournalEntry } from '../messages.ts'
import { type Vault, VaultError } from '../vault/index.ts'
import type { SessionItems } from './session-items.ts'

const PREFIX = 'outbox:'
const MOST = 500

type Waiting = { entry: JournalEntry } | { outcome: 'filled' | 'shown'; id: string }

export function createOutbox(items: SessionItems, vault: () => Promise<Vault>) {
  /** Journals now, or at the next unlock. */
  async function append(entry: JournalEntry): Promise<void> {
    await now(`${entry.id}`, { entry })
  }

  /** Adds to an entry how it ended, now or at the next unlock. */
  async function setOutcome(id: string, outcome: 'filled' | 'shown'): Promise<void> {
    await now(`${id}:outcome`, { outcome, id })
  }

  async function now(name: string, waiting: Waiting): Promise<void> {
    try {
      await write(await vault(), waiting)
    } catch (error) {
      // Whatever keeps the vault from writing now, the decision itself stands and is written later.
      if (!(error instanceof VaultError)) throw error
      if ((await items.withPrefix(PREFIX)).length < MOST) await items.set(PREFIX + name, waiting)
    }
  }

  /** Journals everything that waits. Same ids replace, so an interruption doubles nothing. */
  async function flush(): Promise<void> {
    const unlocked = await vault()
    const waiting = await items.withPrefix(PREFIX)
    // An outcome comes after the entry that it belongs to.
    for (const [key, value] of waiting.sort(([one], [other]) => (one < other ? -1 : 1))) {
      await write(unlocked, value as Waiting)
      await items.remove(key)
    }
  }

  return { append, setOutcome, flush }
}

async function write(vault: Vault, waiting: Waiting): Promise<void> {
  if ('entry' in waiting) await vault.journal.append(waiting.entry)
  else await vault.journal.setOutcome(waiting.id, waiting.outcome)
}

export type Outbox = ReturnType<typeof createOutbox>
