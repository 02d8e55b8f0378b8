import { VerifierError } from './error.ts'
import type { Sql } from './sql.ts'

/** One entry is one version; an entry never changes once it was released. */
const VERSIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE answerkey_accounts (
       account text PRIMARY KEY,
       sealed text NOT NULL,
       suite text NOT NULL,
       payment_suite text,
       counter bigint NOT NULL,
       failures integer NOT NULL DEFAULT 0,
       failed_at bigint NOT NULL DEFAULT 0,
       enrolled_at bigint NOT NULL)`,
    `CREATE TABLE answerkey_challenges (
       id text PRIMARY KEY,
       account text NOT NULL,
       mode text NOT NULL CHECK (mode IN ('authorization', 'payment')),
       suite text NOT NULL,
       challenge text NOT NULL,
       purse text,
       amount text,
       session text,
       state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'used', 'withdrawn')),
       issued_at bigint NOT NULL,
       expires_at bigint NOT NULL,
       UNIQUE (account, challenge))`,
    'CREATE INDEX answerkey_challenges_open ON answerkey_challenges (account, issued_at)',
    `CREATE TABLE answerkey_audit (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       at bigint NOT NULL,
       event text NOT NULL,
       account text,
       challenge_id text,
       mode text,
       purse text,
       amount text)`,
    'CREATE INDEX answerkey_audit_account ON answerkey_audit (account, id)',
  ],
]

/** Any number; only processes that migrate these tables use it. */
const MIGRATION_LOCK = 6287_2011

/**
 * Brings the tables to this version, one process at a time; does nothing where they are there already.
 * @throws VerifierError `schema-newer` where a newer version of this program made them
 */
export async function migrate(sql: Sql): Promise<void> {
  await sql.transaction(async (inside) => {
    await inside.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await inside.query('CREATE TABLE IF NOT EXISTS answerkey_schema (version integer NOT NULL)')
    const [row] = await inside.query<{ version: number }>('SELECT version FROM answerkey_schema')
    const version = row?.version ?? 0
    if (version > VERSIONS.length) {
      throw new VerifierError(
        'schema-newer',
        'The tables were made by a newer version of the verifier. Update this one.',
      )
    }
    for (const statements of VERSIONS.slice(version)) {
      for (const statement of statements) await inside.query(statement)
    }
    await inside.query(
      row ? 'UPDATE answerkey_schema SET version = $1' : 'INSERT INTO answerkey_schema (version) VALUES ($1)',
      [VERSIONS.length],
    )
  })
}
