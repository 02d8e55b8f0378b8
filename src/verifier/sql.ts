/**
 * The tiny seam under the verifier: statements in PostgreSQL's dialect with `$1` parameters, and
 * transactions. PGlite and PostgreSQL take the same ones.
 */

/** One transaction, or the database outside of any. Integers of 64 bits may come back as text. */
export interface Queries {
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
}

export interface Sql extends Queries {
  /** Runs `work` in one transaction: all of it is kept, or nothing when it throws. */
  transaction<Result>(work: (sql: Queries) => Promise<Result>): Promise<Result>
}

interface Results {
  rows: unknown[]
}

/** What is used of an embedded `PGlite` database. */
export interface EmbeddedDriver {
  query(text: string, values?: unknown[]): Promise<Results>
  transaction<Result>(
    work: (inside: { query(text: string, values?: unknown[]): Promise<Results> }) => Promise<Result>,
  ): Promise<Result>
}

/** What is used of a `Pool` of `pg`. */
export interface PoolDriver {
  query(text: string, values?: unknown[]): Promise<Results>
  connect(): Promise<{
    query(text: string, values?: unknown[]): Promise<Results>
    release(error?: Error | boolean): void
    on(event: 'error', listener: (error: Error) => void): unknown
    off(event: 'error', listener: (error: Error) => void): unknown
  }>
}

export type Driver = EmbeddedDriver | PoolDriver

export function sqlOn(driver: Driver): Sql {
  return 'connect' in driver ? onPool(driver) : onEmbedded(driver)
}

function onEmbedded(driver: EmbeddedDriver): Sql {
  return {
    ...queriesOn(driver),
    transaction: (work) => driver.transaction((inside) => work(queriesOn(inside))),
  }
}

function onPool(pool: PoolDriver): Sql {
  return {
    ...queriesOn(pool),
    async transaction(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      const note = (error: Error) => {
        broken = error
      }
      // Unheard, a connection that breaks between two statements would end the process.
      client.on('error', note)
      try {
        await client.query('BEGIN')
        const result = await work(queriesOn(client))
        await client.query('COMMIT')
        return result
      } catch (error) {
        // A connection that cannot even roll back must not go back into the pool.
        await client.query('ROLLBACK').catch(note)
        throw error
      } finally {
        // A broken one may report itself once more while it is taken down.
        if (!broken) client.off('error', note)
        client.release(broken)
      }
    },
  }
}

function queriesOn(driver: { query(text: string, values?: unknown[]): Promise<Results> }): Queries {
  return {
    query: async <Row>(text: string, values: unknown[] = []) =>
      (await driver.query(text, values)).rows as Row[],
  }
}
