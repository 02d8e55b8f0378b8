import { randomBytes } from 'node:crypto'
import { formatOtpauth, formatSecret, parseSecret, parseSuite } from '../../src/protocol/index.ts'
import type { Core } from './core.ts'
import { randomId } from './random.ts'
import { Refusal } from './refusal.ts'

/** A site of its own beside the Keeper, with its own keys: what it is called and what it computes. */
export interface Site {
  name: string
  issuer: string
  suite: string
  paymentSuite?: string
}

/** A visitor's account on such a site; it belongs to the browser, there is nothing to register. */
export interface SiteAccount {
  id: string
  secret: string
}

const SECRET_BYTES: Record<string, number> = { SHA1: 20, SHA256: 32, SHA512: 64 }

/** The account of this browser on a site; the first visit makes it, with a key. */
export async function siteAccount(core: Core, session: string, site: Site): Promise<SiteAccount> {
  const known = await findSiteAccount(core, session, site)
  if (known !== undefined) return known
  const secret = new Uint8Array(randomBytes(SECRET_BYTES[parseSuite(site.suite).algorithm] ?? 32))
  const account = { id: `guest-${randomBytes(3).toString('hex')}`, secret: formatSecret(secret) }
  await core.store.query(
    `INSERT INTO site_accounts (id, session, site, secret, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (session, site) DO NOTHING`,
    [account.id, session, site.name, account.secret, core.now()],
  )
  const kept = await findSiteAccount(core, session, site)
  if (kept === undefined) throw new Error('The account was not written.')
  // of two visits at once one made the account: only that one's key counts
  if (kept.id === account.id) {
    await core.verifier.enrol(verifierName(site, kept.id), {
      secret,
      suite: site.suite,
      ...(site.paymentSuite === undefined ? {} : { paymentSuite: site.paymentSuite }),
    })
  }
  return kept
}

async function findSiteAccount(core: Core, session: string, site: Site): Promise<SiteAccount | undefined> {
  const [account] = await core.store.query<SiteAccount>(
    'SELECT id, secret FROM site_accounts WHERE session = $1 AND site = $2',
    [session, site.name],
  )
  return account
}

const verifierName = (site: Site, id: string): string => `${site.name}:${id}`

/** The link that hands the site's key over. */
export const siteKeyUri = (site: Site, account: SiteAccount, origin: string): string =>
  formatOtpauth({
    kind: 'ocra',
    issuer: site.issuer,
    account: account.id,
    secret: parseSecret(account.secret),
    algorithm: parseSuite(site.suite).algorithm,
    digits: parseSuite(site.suite).digits,
    suite: site.suite,
    ...(site.paymentSuite === undefined ? {} : { paymentSuite: site.paymentSuite }),
    origins: [origin],
  })

/** One challenge of a site, which its page shows. */
export interface SitePrompt {
  id: string
  challenge: string
  expiresAt: number
  /** Hex; tiqr's session. */
  session?: string
  transaction?: { purse: string; amount: string }
  done: boolean
}

interface PromptRow {
  id: string
  challenge_id: string
  challenge: string
  expires_at: number
  session_info: string | null
  purse: string | null
  amount: string | null
  done_at: number | null
}

/** Issues a challenge of a site for this browser's account. */
export async function siteAsk(
  core: Core,
  browser: string,
  site: Site,
  what: { transaction?: { purse: string; amount: string } } = {},
): Promise<SitePrompt> {
  const account = await siteAccount(core, browser, site)
  const sessionBytes = parseSuite(site.suite).session === undefined ? undefined : randomBytes(32)
  const issued = await core.verifier.issue({
    account: verifierName(site, account.id),
    mode: what.transaction === undefined ? 'authorization' : 'payment',
    lifetimeMs: core.lifetimeMs,
    ...(what.transaction === undefined ? {} : { transaction: what.transaction }),
    ...(sessionBytes === undefined ? {} : { session: new Uint8Array(sessionBytes) }),
  })
  const id = randomId()
  await core.store.query(
    `INSERT INTO site_prompts (id, session, site, challenge_id, challenge, expires_at, session_info, purse, amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      browser,
      site.name,
      issued.id,
      issued.challenge,
      issued.expiresAt,
      sessionBytes?.toString('hex') ?? null,
      what.transaction?.purse ?? null,
      what.transaction?.amount ?? null,
    ],
  )
  return findSitePrompt(core, browser, site, id)
}

/** A challenge that was issued to this browser. Throws `unknown` for any other. */
export async function findSitePrompt(
  core: Core,
  browser: string,
  site: Site,
  id: string,
): Promise<SitePrompt> {
  const row = await promptRow(core, browser, site, id)
  return {
    id: row.id,
    challenge: row.challenge,
    expiresAt: row.expires_at,
    done: row.done_at !== null,
    ...(row.session_info === null ? {} : { session: row.session_info }),
    ...(row.purse === null || row.amount === null
      ? {}
      : { transaction: { purse: row.purse, amount: row.amount } }),
  }
}

async function promptRow(core: Core, browser: string, site: Site, id: string): Promise<PromptRow> {
  const [row] = await core.store.query<PromptRow>(
    'SELECT * FROM site_prompts WHERE id = $1 AND session = $2 AND site = $3',
    [id, browser, site.name],
  )
  if (row === undefined) throw new Refusal('unknown')
  return row
}

/** Checks an answer to a site's challenge. Throws what is wrong with it. */
export async function siteAnswer(
  core: Core,
  browser: string,
  site: Site,
  id: string,
  answer: string,
): Promise<void> {
  const row = await promptRow(core, browser, site, id)
  const checked = await core.verifier.check({ id: row.challenge_id, answer })
  if (!checked.ok) throw new Refusal(checked.reason, checked.retryAfterMs)
  await core.store.query('UPDATE site_prompts SET done_at = $2 WHERE id = $1', [id, core.now()])
}
