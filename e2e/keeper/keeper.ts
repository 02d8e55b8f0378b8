import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import { createVerifier } from '../../src/verifier/index.ts'
import { ensureShop } from './accounts.ts'
import { keeperApp } from './app.ts'
import type { Core } from './core.ts'
import { type Transfer, transfersOf } from './ledger.ts'
import { migrate, openStore, type Store } from './store.ts'
import type { Env, Origins } from './visit.ts'

interface KeeperOptions {
  /** 0, the default, takes a free one. */
  port?: number
  /** The address to listen on; `127.0.0.1` where nothing is said. */
  host?: string
  /** PEM texts; with them the Keeper speaks https. */
  tls?: { cert: string; key: string }
  /** Milliseconds since 1970; the system's clock where nothing is said. */
  clock?: () => number
  /** Host names of the three origins; `localhost` for the Keeper and `127.0.0.1` for frame and other sites. */
  hosts?: { main?: string; frame?: string; sites?: string }
  /** A PostgreSQL address; without it the data live in this process and go with it. */
  databaseUrl?: string
  /** An open database to use instead, which stays open afterwards. */
  store?: Store
  /** How long a challenge can be answered; two minutes where nothing is said. */
  lifetimeMs?: number
  /** Serves the hostile pages of `attacks.ts` too. Never for anybody but tests and the demo. */
  control?: boolean
}

export interface Keeper {
  /** The main origin, without a slash at the end. */
  url: string
  origins: Origins
  port: number
  /** Every transfer that was recorded, the latest first. */
  ledger(): Promise<Transfer[]>
  /** Answers a request as it does one that came over the network. */
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/** Starts a Keeper of its own in this process and resolves when it listens. */
export async function startKeeper(options: KeeperOptions = {}): Promise<Keeper> {
  const store = options.store ?? (await openStore(options.databaseUrl))
  await migrate(store)
  const now = options.clock ?? Date.now
  const verifier = createVerifier({ sql: store.driver, clock: now })
  await verifier.migrate()
  const core: Core = { store, verifier, now, lifetimeMs: options.lifetimeMs ?? 120_000 }
  await ensureShop(core)

  let app: Hono<Env> | undefined
  const listener = getRequestListener((request, env) =>
    app === undefined ? new Response('Starting.', { status: 503 }) : app.fetch(request, env),
  )
  const server =
    options.tls === undefined ? createServer(listener) : createSecureServer(options.tls, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const scheme = options.tls === undefined ? 'http' : 'https'
  const standard = options.tls === undefined ? 80 : 443
  const origin = (host: string) => `${scheme}://${host}${port === standard ? '' : `:${port}`}`
  const origins: Origins = {
    main: origin(options.hosts?.main ?? 'localhost'),
    frame: origin(options.hosts?.frame ?? '127.0.0.1'),
    sites: origin(options.hosts?.sites ?? options.hosts?.frame ?? '127.0.0.1'),
  }
  const ready = keeperApp(core, { formKey: await formKey(core), origins, control: options.control ?? false })
  app = ready

  return {
    url: origins.main,
    origins,
    port,
    ledger: () => transfersOf(core),
    fetch: async (request) => ready.fetch(request),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      if (options.store === undefined) await store.close()
    },
  }
}

/** The key behind form tokens; kept in the database, so that several processes share it. */
async function formKey(core: Core): Promise<Buffer> {
  await core.store.query(
    `INSERT INTO keeper_config (name, value) VALUES ('form-key', $1) ON CONFLICT (name) DO NOTHING`,
    [randomBytes(32).toString('base64')],
  )
  const [row] = await core.store.query<{ value: string }>(
    `SELECT value FROM keeper_config WHERE name = 'form-key'`,
  )
  return Buffer.from(row?.value ?? '', 'base64')
}
