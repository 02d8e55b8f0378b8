import { VerifierError } from './error.ts'
import type { Driver } from './sql.ts'

export type OpenDatabase = Driver & { close(): Promise<void> }

/**
 * Opens a database for a verifier: without an argument an embedded one that lives in memory, with a
 * directory an embedded one that is kept there (for one process), with a `postgres://` URL a pool of
 * connections to a server (for several processes). Only the driver that is used is loaded.
 * @throws VerifierError `database-unknown` for a URL of another kind
 */
export async function openDatabase(where?: string): Promise<OpenDatabase> {
  if (where !== undefined && /^postgres(?:ql)?:\/\//.test(where)) {
    const { default: pg } = await import('pg')
    const pool = new pg.Pool({ connectionString: where })
    // A connection that breaks while nobody uses it is replaced at the next query, which says so if it cannot be.
    pool.on('error', () => {})
    return Object.assign(pool, { close: () => pool.end() })
  }
  if (where !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(where)) {
    throw new VerifierError(
      'database-unknown',
      'A database is a postgres:// URL, the path of a directory, or nothing for one in memory.',
    )
  }
  const { PGlite } = await import('@electric-sql/pglite')
  return PGlite.create(where)
}
