import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Account } from './accounts.ts'
import type { Core } from './core.ts'
import { acceptedLanguage, isLanguage, type Language } from './languages.ts'
import { Refusal } from './refusal.ts'

const SESSION_COOKIE = 'keeper_session'
const LANGUAGE_COOKIE = 'keeper_lang'
const SESSION_MS = 12 * 60 * 60_000
/** How long a section stays open after additional authorization. */
const OPENED_MS = 10 * 60_000

/** The origins under which this Keeper is reached; see `startKeeper`. */
export interface Origins {
  main: string
  /** Serves the confirmation page that the main site shows in a frame. */
  frame: string
  /** Serves the other sites: the partner and those that speak OCRA. */
  sites: string
}

/** One browser's request: who asks, in which language, with which form token. */
export interface Visit {
  language: Language
  /** A name for the browser's session that is safe to store; not the cookie itself. */
  session: string
  /** Must come back with every form of this browser. */
  csrf: string
  account?: Account
  /** Until when sections that want additional authorization are open, in milliseconds since 1970. */
  openedUntil: number
  origins: Origins
  /** Path and query, for links that change the language only. */
  here: string
}

export interface Env {
  Variables: { visit: Visit }
}
export type Page = Context<Env>

const named = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url')

/** Reads or starts the browser's session, finds the account and the language. */
export function visits(core: Core, formKey: Buffer, origins: Origins): MiddlewareHandler<Env> {
  return async (c, next) => {
    const url = new URL(c.req.url)
    let cookie = getCookie(c, SESSION_COOKIE)
    if (cookie === undefined || !/^[\w-]{43}$/.test(cookie)) {
      cookie = randomBytes(32).toString('base64url')
      sendSession(c, cookie)
    }
    const asked = url.searchParams.get('lang') ?? undefined
    if (isLanguage(asked))
      setCookie(c, LANGUAGE_COOKIE, asked, { path: '/', sameSite: 'Lax', maxAge: 31_536_000 })
    const kept = getCookie(c, LANGUAGE_COOKIE)
    const language = isLanguage(asked)
      ? asked
      : isLanguage(kept)
        ? kept
        : acceptedLanguage(c.req.header('accept-language'))
    const session = named(cookie)
    const [row] = await core.store.query<Account & { opened_until: number }>(
      `SELECT accounts.wmid, email, name, phone, opened_until FROM sessions JOIN accounts USING (wmid)
        WHERE sessions.id = $1 AND expires_at > $2`,
      [session, core.now()],
    )
    c.set('visit', {
      language,
      session,
      csrf: createHmac('sha256', formKey).update(cookie).digest('base64url'),
      openedUntil: row?.opened_until ?? 0,
      origins,
      here: url.pathname + url.search,
      ...(row === undefined
        ? {}
        : { account: { wmid: row.wmid, email: row.email, name: row.name, phone: row.phone } }),
    })
    await next()
  }
}

/** Has the browser go on with the session of this cookie. */
export function sendSession(c: Page, cookie: string): void {
  setCookie(c, SESSION_COOKIE, cookie, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: c.req.url.startsWith('https:'),
  })
}

/** Logs an account in under a new session cookie, so that a known old one is worth nothing. */
export async function logIn(core: Core, c: Page, wmid: string): Promise<void> {
  const cookie = randomBytes(32).toString('base64url')
  await core.store.query('INSERT INTO sessions (id, wmid, created_at, expires_at) VALUES ($1, $2, $3, $4)', [
    named(cookie),
    wmid,
    core.now(),
    core.now() + SESSION_MS,
  ])
  sendSession(c, cookie)
}

export async function logOut(core: Core, c: Page): Promise<void> {
  await core.store.query('DELETE FROM sessions WHERE id = $1', [c.var.visit.session])
  sendSession(c, randomBytes(32).toString('base64url'))
}

/** Opens the sections that want additional authorization, for this session and ten minutes. */
export const openSections = (core: Core, visit: Visit): Promise<unknown[]> =>
  core.store.query('UPDATE sessions SET opened_until = $2 WHERE id = $1', [
    visit.session,
    core.now() + OPENED_MS,
  ])

/** The account that is logged in. Throws `sign-in` when there is none. */
export function accountOf(visit: Visit): Account {
  if (visit.account === undefined) throw new Refusal('sign-in')
  return visit.account
}

/** The text fields of a form whose token is this browser's. Throws `form-expired` for any other. */
export async function readForm(c: Page): Promise<Record<string, string>> {
  const body = await c.req.parseBody()
  const form: Record<string, string> = {}
  for (const [name, value] of Object.entries(body)) if (typeof value === 'string') form[name] = value
  const sent = Buffer.from(form.csrf ?? c.req.header('x-csrf') ?? '')
  const expected = Buffer.from(c.var.visit.csrf)
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw new Refusal('form-expired')
  return form
}
