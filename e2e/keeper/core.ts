import type { Verifier } from '../../src/verifier/index.ts'
import type { Store } from './store.ts'

/** What every room of the Keeper works with. */
export interface Core {
  store: Store
  verifier: Verifier
  /** Milliseconds since 1970. */
  now: () => number
  /** How long a challenge can be answered. */
  lifetimeMs: number
}
