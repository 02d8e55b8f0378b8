/** What follows when the vault, its keys or the allowed sites change. */
import { broadcast } from './broadcast.ts'
import { setLockAlarm, watchIdleness } from './lock.ts'
import { forgetByHand } from './prefill.ts'
import { reconcile } from './registration.ts'
import { confirmations } from './the-confirmations.ts'
import { theVault } from './the-vault.ts'

/** The vault opened, just now or by itself at the start of the worker. */
export async function unlocked(): Promise<void> {
  const vault = await theVault()
  await setLockAlarm(vault)
  await watchIdleness(vault)
  broadcast('vault')
  broadcast('keys')
  await confirmations.unlocked()
}

/** The vault locked: open pages go blank, answers that were still shown go, and what was typed to get one. */
export async function locked(): Promise<void> {
  // Without a password it stays open, and nobody is to lose anything.
  if ((await (await theVault()).status()).state === 'unlocked') return
  broadcast('vault')
  broadcast('keys')
  await forgetByHand()
  await confirmations.locked()
}

/** The storage was taken away under the vault; whether there is anything left, only the next look tells. */
export async function vaultLost(): Promise<void> {
  broadcast('vault')
  await keysChanged()
}

/** Keys came, went or answer elsewhere now. */
export async function keysChanged(): Promise<void> {
  broadcast('keys')
  await sitesChanged()
  await confirmations.keysChanged()
}

/** The user or the browser gave or took a permission: prompts of a site that lost it wait for nobody. */
export async function permissionsChanged(everywhere = false): Promise<void> {
  // First of all: what documents report from now on is judged by what is allowed now.
  await confirmations.keysChanged()
  await sitesChanged(everywhere)
}

/** Open documents get the script or are told to stop. `everywhere`: open documents are gone through in any case. */
export async function sitesChanged(everywhere = false): Promise<void> {
  await reconcile(await keyOrigins(), everywhere)
  broadcast('sites')
}

/** Origins that a key in use has. */
export async function keyOrigins(): Promise<string[]> {
  const keys = await (await theVault()).publicKeys()
  return [...new Set(keys.flatMap(({ origins, archived }) => (archived ? [] : origins)))]
}
