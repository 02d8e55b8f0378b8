import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

/** A database or one transaction in it. Rows come back as plain objects, 64-bit integers as numbers. */
export interface Sql {
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
}

export interface Store extends Sql {
  /** Runs `work` in one transaction: all of it is kept, or nothing when it throws. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>
  /** The driver underneath, for the verifier, which keeps its own tables in the same database. */
  readonly driver: PGlite | pg.Pool
  close(): Promise<void>
}

const INT8 = 20

/** Opens PostgreSQL at `url`, or without one an embedded database that lives in this process only. */
export async function openStore(url?: string): Promise<Store> {
  return url === undefined || url === '' ? embedded() : server(url)
}

async function embedded(): Promise<Store> {
  const database = await PGlite.create({ parsers: { [INT8]: Number } })
  return {
    driver: database,
    query: async <Row>(text: string, values: unknown[] = []) =>
      (await database.query<Row>(text, values)).rows,
    transaction: (work) =>
      database.transaction((inside) =>
        work({
          query: async <Row>(text: string, values: unknown[] = []) =>
            (await inside.query<Row>(text, values)).rows,
        }),
      ),
    close: () => database.close(),
  }
}

async function server(url: string): Promise<Store> {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  }
  const pool = new pg.Pool({ connectionString: url, types })
  // an idle connection that breaks is replaced by the pool; without a listener it would end the process
  pool.on('error', (error) => console.error(`PostgreSQL: ${error.message}`))
  const rows = async <Row>(client: pg.Pool | pg.PoolClient, text: string, values: unknown[]) =>
    (await client.query(text, values)).rows as Row[]
  return {
    driver: pool,
    query: <Row>(text: string, values: unknown[] = []) => rows<Row>(pool, text, values),
    transaction: async (work) => {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const result = await work({
          query: <Row>(text: string, values: unknown[] = []) => rows<Row>(client, text, values),
        })
        await client.query('COMMIT')
        return result
      } catch (error) {
        await client.query('ROLLBACK')
        throw error
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS keeper_config (
     name text PRIMARY KEY, value text NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS accounts (
     wmid text PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, password text NOT NULL,
     phone text NOT NULL, created_at bigint NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS settings (
     wmid text PRIMARY KEY REFERENCES accounts, confirmation boolean NOT NULL DEFAULT false,
     mode text NOT NULL DEFAULT 'payment' CHECK (mode IN ('payment', 'authorization')),
     exempt_trusted boolean NOT NULL DEFAULT false,
     key_state text NOT NULL DEFAULT 'none' CHECK (key_state IN ('none', 'offered', 'ready')),
     offered_secret text, robot_reason text, robot_at bigint)`,
  `CREATE TABLE IF NOT EXISTS purses (
     purse text PRIMARY KEY, wmid text NOT NULL REFERENCES accounts, cents bigint NOT NULL CHECK (cents >= 0))`,
  `CREATE TABLE IF NOT EXISTS contacts (
     id text PRIMARY KEY, wmid text NOT NULL REFERENCES accounts, contact text NOT NULL REFERENCES accounts,
     name text NOT NULL, trusted boolean NOT NULL DEFAULT false, UNIQUE (wmid, contact))`,
  `CREATE TABLE IF NOT EXISTS transfers (
     id text PRIMARY KEY, from_purse text NOT NULL REFERENCES purses, to_purse text NOT NULL REFERENCES purses,
     cents bigint NOT NULL CHECK (cents > 0), note text NOT NULL, section text NOT NULL,
     mode text CHECK (mode IN ('payment', 'authorization')), operation text UNIQUE, at bigint NOT NULL,
     seq bigint GENERATED ALWAYS AS IDENTITY)`,
  `CREATE TABLE IF NOT EXISTS invoices (
     id text PRIMARY KEY, wmid text NOT NULL REFERENCES accounts, purse text NOT NULL REFERENCES purses,
     cents bigint NOT NULL CHECK (cents > 0), note text NOT NULL, created_at bigint NOT NULL, paid_at bigint)`,
  `CREATE TABLE IF NOT EXISTS sessions (
     id text PRIMARY KEY, wmid text NOT NULL REFERENCES accounts, created_at bigint NOT NULL,
     expires_at bigint NOT NULL, opened_until bigint NOT NULL DEFAULT 0)`,
  `CREATE TABLE IF NOT EXISTS operations (
     id text PRIMARY KEY, wmid text NOT NULL, session text, section text NOT NULL, kind text NOT NULL,
     mode text NOT NULL CHECK (mode IN ('payment', 'authorization')), details text NOT NULL,
     challenge_id text, challenge text, expires_at bigint, created_at bigint NOT NULL, done_at bigint)`,
  `CREATE TABLE IF NOT EXISTS codes (
     id text PRIMARY KEY, wmid text NOT NULL, session text NOT NULL, kind text NOT NULL, code text NOT NULL,
     tries integer NOT NULL DEFAULT 0, expires_at bigint NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS site_accounts (
     id text PRIMARY KEY, session text NOT NULL, site text NOT NULL, secret text NOT NULL,
     created_at bigint NOT NULL, UNIQUE (session, site))`,
  `CREATE TABLE IF NOT EXISTS site_prompts (
     id text PRIMARY KEY, session text NOT NULL, site text NOT NULL, challenge_id text NOT NULL,
     challenge text NOT NULL, expires_at bigint NOT NULL, session_info text, purse text, amount text,
     done_at bigint)`,
  `CREATE INDEX IF NOT EXISTS transfers_by_purse ON transfers (from_purse, at)`,
]

/** Creates the Keeper's tables where they are missing. */
export async function migrate(store: Store): Promise<void> {
  await store.transaction(async (sql) => {
    await alone(sql)
    for (const statement of SCHEMA) await sql.query(statement)
  })
}

/** Takes everything away that is in the database, tables and all. */
export async function clear(store: Store): Promise<void> {
  await store.query('DROP SCHEMA public CASCADE')
  await store.query('CREATE SCHEMA public')
}

const LOCK = 84_840_001

/** Makes other processes that set the database up wait until this transaction has ended. */
export const alone = (sql: Sql): Promise<unknown[]> => sql.query('SELECT pg_advisory_xact_lock($1)', [LOCK])
