import { VaultError } from './errors.ts'
import type { SessionStore, Vault } from './types.ts'

export interface VaultOptions {
  session: SessionStore
  /** Remembers across restarts of the browser that there was a vault, over `storage.local`. */
  marker?: SessionStore
  now?: () => number
  /** The name of the database. */
  name?: string
}

/** @throws VaultError `unavailable`, `too-new`, `blocked`, `quota`, `storage` */
export async function openVault(options: VaultOptions): Promise<Vault> {
  throw new VaultError('unavailable', `No vault ${options.name ?? ''} yet.`)
}
