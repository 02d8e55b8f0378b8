import { canonicalPurse } from '../../protocol/index.ts'
import { theVault } from '../the-vault.ts'
import type { Handlers } from './handler.ts'

export const journalHandlers: Handlers<
  'journal.list' | 'journal.clear' | 'recipients.list' | 'recipients.name' | 'recipients.forget'
> = {
  'journal.list': async ({ before, limit }) => (await theVault()).journal.list({ before, limit }),
  async 'journal.clear'() {
    await (await theVault()).journal.clear()
    return null
  },
  'recipients.list': async () => (await theVault()).recipients.list(),
  async 'recipients.name'({ purse, name }) {
    await (await theVault()).recipients.name(canonicalPurse(purse), name.trim())
    return null
  },
  async 'recipients.forget'({ purse }) {
    await (await theVault()).recipients.forget(canonicalPurse(purse))
    return null
  },
}
