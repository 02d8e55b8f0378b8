import type { Policy } from './policy.ts'
import type { Seal } from './seal.ts'
import type { Sql } from './sql.ts'

/** What every operation of a verifier works with. */
export interface Context {
  sql: Sql
  /** Milliseconds since 1970. */
  now: () => number
  policy: Policy
  seal: Seal
}
