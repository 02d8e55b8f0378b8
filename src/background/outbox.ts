/**
 * What the vault is to write down about decisions: it waits here before the decision itself is stored, so that a
 * worker killed in between loses none of it, and stays here while the vault is locked.
 */
import type { JournalEntry } from '../messages.ts'
import { type Vault, VaultError } from '../vault/index.ts'
import type { SessionItems } from './session-items.ts'

const PREFIX = 'outbox:'
const MOST = 500

type Waiting =
  | { entry: JournalEntry }
  /** How an entry that is in the journal already ended. */
  | { outcome: 'filled' | 'shown'; id: string }
  /** Whom a payment to was confirmed. */
  | { purse: string }

export function createOutbox(items: SessionItems, vault: () => Promise<Vault>) {
  /** Same names replace one another. */
  async function put(name: string, waiting: Waiting): Promise<void> {
    if ((await items.withPrefix(PREFIX)).length < MOST) await items.set(PREFIX + name, waiting)
  }

  /** Writes down everything that waits; what cannot be written now goes on waiting. Repeating it doubles nothing. */
  async function flush(): Promise<void> {
    const all = await items.withPrefix(PREFIX)
    try {
      // An outcome comes after the entry that it belongs to.
      for (const [key, value] of all.sort(([one], [other]) => (one < other ? -1 : 1))) {
        await write(await vault(), value as Waiting)
        await items.remove(key)
      }
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
    }
  }

  return { put, flush }
}

async function write(vault: Vault, waiting: Waiting): Promise<void> {
  if ('entry' in waiting) await vault.journal.append(waiting.entry)
  else if ('outcome' in waiting) await vault.journal.setOutcome(waiting.id, waiting.outcome)
  else await vault.recipients.confirm(waiting.purse)
}
