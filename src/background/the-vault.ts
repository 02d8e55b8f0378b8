/** The one vault of this worker, opened when it is first needed and again after it failed to open. */
import { openVault, type Vault, VaultError } from '../vault/index.ts'
import { browser } from './api.ts'
import { itemsOf } from './session-items.ts'

let opening: Promise<Vault> | undefined
let lost = (): void => undefined

// Content scripts live in the processes of pages, and have no business in our stores. Firefox knows this only
// of `storage.session`, and there it is so from the start.
void browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })?.catch(() => undefined)

/** @throws VaultError where the browser gives no storage, or holds what this version cannot read */
export function theVault(): Promise<Vault> {
  opening ??= openVault({
    session: itemsOf(browser.storage.session),
    marker: itemsOf(browser.storage.local),
    lost: () => lost(),
  }).catch((error: unknown) => {
    opening = undefined
    throw error
  })
  return opening
}

/** What to do when the storage was taken away under the vault, by whoever empties it, or is free again. */
export function whenLost(task: () => void): void {
  lost = task
}

/** Call with what the vault threw: one that was closed under our hands is opened anew by the next request. */
export function noteFailure(error: unknown): void {
  if (error instanceof VaultError && error.code === 'closed') opening = undefined
}
