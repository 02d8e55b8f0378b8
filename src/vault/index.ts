/**
 * The vault: keys at rest in IndexedDB, encrypted under a data key that a password, a passkey or the browser
 * itself wraps. Used by the background alone.
 */
export { VaultError, type VaultErrorCode } from './errors.ts'
export type * from './types.ts'
export { openVault, type VaultOptions } from './vault.ts'
