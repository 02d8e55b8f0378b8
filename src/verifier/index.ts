export type { AuditEvent, AuditRow } from './audit.ts'
export { type OpenDatabase, openDatabase } from './database.ts'
export { VerifierError, type VerifierErrorCode, verifierErrorCodes } from './error.ts'
export { defaultPolicy, type Hold, type Policy } from './policy.ts'
export type { Driver, EmbeddedDriver, PoolDriver } from './sql.ts'
export {
  type AccountKey,
  type AccountStatus,
  type Checked,
  createVerifier,
  type Issue,
  type Issued,
  type Transaction,
  type Verifier,
  type VerifierOptions,
} from './verifier.ts'
