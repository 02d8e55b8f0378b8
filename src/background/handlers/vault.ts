import { fromBase64, type VaultStatus } from '../../messages.ts'
import { VaultError } from '../../vault/index.ts'
import { broadcast } from '../broadcast.ts'
import { keysChanged, locked, unlocked } from '../changes.ts'
import { setLockAlarm, watchIdleness } from '../lock.ts'
import { theVault } from '../the-vault.ts'
import type { Handlers } from './handler.ts'

export const vaultHandlers: Handlers<
  | 'vault.status'
  | 'vault.create'
  | 'vault.unlock'
  | 'vault.unlockByPasskey'
  | 'vault.lock'
  | 'vault.password'
  | 'vault.rekey'
  | 'vault.addPasskey'
  | 'vault.removeSlot'
  | 'vault.erase'
  | 'settings.set'
  | 'settings.get'
  | 'backup.done'
> = {
  'vault.status': () => status(),
  async 'vault.create'({ password }) {
    await (await theVault()).create({ password })
    await unlocked()
    return status()
  },
  async 'vault.unlock'({ password }) {
    await (await theVault()).unlock(password)
    await unlocked()
    return status()
  },
  async 'vault.unlockByPasskey'({ slotId, prf }) {
    await (await theVault()).unlockByPasskey(slotId, fromBase64(prf))
    await unlocked()
    return status()
  },
  async 'vault.lock'() {
    await (await theVault()).lock()
    await locked()
    return status()
  },
  async 'vault.password'({ current, next }) {
    await (await theVault()).setPassword({ current, next })
    await unlocked()
    return status()
  },
  async 'vault.rekey'({ current, next }) {
    await (await theVault()).rekey({ current, next })
    await unlocked()
    return status()
  },
  async 'vault.addPasskey'({ password, prf, salt, credentialId, label }) {
    await (await theVault()).addPasskey({ password, prf: fromBase64(prf), salt, credentialId, label })
    broadcast('vault')
    return status()
  },
  async 'vault.removeSlot'({ slotId, password }) {
    await (await theVault()).removeSlot({ slotId, password })
    broadcast('vault')
    return status()
  },
  async 'vault.erase'() {
    await (await theVault()).erase()
    await locked()
    await keysChanged()
    return status()
  },
  async 'settings.set'(settings) {
    const vault = await theVault()
    const saved = await vault.setSettings(settings)
    await setLockAlarm(vault)
    await watchIdleness(vault)
    broadcast('settings')
    return saved
  },
  'settings.get': async () => (await theVault()).settings(),
  async 'backup.done'() {
    await (await theVault()).backupDone()
    broadcast('vault')
    return null
  },
}

/** A vault that the browser does not let us open is a state that pages show, not an error. */
async function status(): Promise<VaultStatus> {
  try {
    const { reason, ...state } = await (await theVault()).status()
    return { ...state, ...(reason === undefined ? {} : { reason }), persisted: await persisted() }
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    return {
      state: 'unavailable',
      reason: error.code,
      slots: [],
      keyCount: 0,
      retryAt: null,
      lockAt: null,
      persisted: await persisted(),
      backup: { at: null, changedSince: 0 },
      damaged: [],
    }
  }
}

async function persisted(): Promise<boolean | null> {
  return (await navigator.storage?.persisted?.()) ?? null
}
