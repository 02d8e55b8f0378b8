import { answerAuthorization, answerPayment, parseOtpauth } from '../../src/protocol/index.ts'
import type { Keeper } from './keeper.ts'

/** What a test's browser got back. */
export interface Shown {
  status: number
  /** Path and query of the page that was reached after redirects. */
  path: string
  html: string
}

/** The value of an attribute of the first element that `pattern` finds, with entities decoded. */
export const decoded = (text: string): string =>
  text
    .replace(/&amp;/g, '&')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")

/** A user's client: computes answers from the key that a page handed over. */
export interface Client {
  authorize(challenge: string): string
  pay(challenge: string, purse: string, amount: string): string
}

/** The client of the key in an `otpauth:` link. */
export function clientOf(uri: string): Client {
  const { secret, suite, paymentSuite } = parseOtpauth(uri)
  return {
    authorize: (challenge) => answerAuthorization({ suite: suite ?? '', secret, challenge }),
    pay: (challenge, purse, amount) =>
      answerPayment({ suite: paymentSuite ?? '', secret, challenge, purse, amount }),
  }
}

/** Visits a Keeper by HTTP alone, as a browser without JavaScript: cookies, redirects, forms. */
export class Visitor {
  readonly #jar = new Map<string, string>()
  /** @param send over the network unless told otherwise */
  constructor(
    readonly keeper: Keeper,
    readonly language = 'en',
    readonly send: (request: Request) => Promise<Response> = fetch,
  ) {}

  /** What a browser needs to go on with this visit. */
  cookies(): { name: string; value: string }[] {
    return [...this.#jar].map(([name, value]) => ({ name, value }))
  }

  async get(path: string): Promise<Shown> {
    return this.#follow(path, { method: 'GET' })
  }

  /** Posts fields to a path; without `csrf` among them the form token of `from` is added. */
  async post(path: string, fields: Record<string, string>, from?: Shown): Promise<Shown> {
    const token =
      fields.csrf ?? (from ?? (await this.get('/register'))).html.match(/name="csrf" value="([^"]+)"/)?.[1]
    return this.#follow(path, { method: 'POST', body: new URLSearchParams({ csrf: token ?? '', ...fields }) })
  }

  /** Submits the form of a page whose action is `action`, hidden fields included, with `fields` typed in. */
  async submit(page: Shown, action: string | RegExp, fields: Record<string, string> = {}): Promise<Shown> {
    const forms = [...page.html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)]
    const form = forms.find(([, to = '']) =>
      typeof action === 'string' ? decoded(to) === action : action.test(to),
    )
    if (form === undefined) throw new Error(`No form ${action} on ${page.path}:\n${page.html}`)
    const values: Record<string, string> = {}
    for (const [tag] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(tag)?.[1]
      const value = /value="([^"]*)"/.exec(tag)?.[1]
      if (name === undefined) continue
      if (/type="(?:radio|checkbox)"/.test(tag) && !/\schecked/.test(tag)) continue
      values[name] = decoded(value ?? '')
    }
    const select = /<select name="([^"]*)">\s*<option value="([^"]*)"/.exec(form[2] ?? '')
    if (select?.[1] !== undefined && select[2] !== undefined) values[select[1]] = select[2]
    return this.#follow(decoded(form[1] ?? ''), {
      method: 'POST',
      body: new URLSearchParams({ ...values, ...fields }),
    })
  }

  async #follow(path: string, init: { method: string; body?: URLSearchParams }, hops = 0): Promise<Shown> {
    const url = new URL(path, this.keeper.url)
    const response = await this.send(
      new Request(url, {
        ...init,
        redirect: 'manual',
        headers: {
          cookie: [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; '),
          'accept-language': this.language,
        },
      }),
    )
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      this.#jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    const to = response.headers.get('location')
    if (to !== null && hops < 6) {
      await response.body?.cancel()
      return this.#follow(new URL(to, url).href, { method: 'GET' }, hops + 1)
    }
    return { status: response.status, path: url.pathname + url.search, html: await response.text() }
  }
}

/** The first group of `pattern` in a page, decoded. */
export function find(page: Shown, pattern: RegExp): string {
  const found = pattern.exec(page.html)?.[1]
  if (found === undefined) throw new Error(`${pattern} is not on ${page.path}:\n${page.html}`)
  return decoded(found)
}

/** The challenge that a page shows, whichever section's page it is. */
export const challengeOn = (page: Shown): string => find(page, /class="challenge"[^>]*>(\d+)</)

/** The refusal that a page shows. */
export const reasonOn = (page: Shown): string => find(page, /data-reason="([^"]+)"/)

let numbered = 0

/** A visitor with an account of its own. */
export async function newcomer(
  keeper: Keeper,
  language = 'en',
): Promise<{ visitor: Visitor; email: string }> {
  const visitor = new Visitor(keeper, language)
  const email = `visitor${++numbered}@example.org`
  await visitor.post('/register', { email, password: 'correct horse' })
  return { visitor, email }
}

/** Has the Keeper give the visitor's account a key and switches its confirmation on. Gives the key's `otpauth:` link. */
export async function switchOn(visitor: Visitor): Promise<string> {
  const offered = await visitor.submit(await visitor.get('/security/confirmation'), '/security/enum/add')
  const link = find(offered, /id="key-link" href="([^"]+)"/)
  const asked = await visitor.submit(offered, '/security/enum/enable')
  const shown = await visitor.submit(asked, /answer/, { renew: '1' })
  await visitor.submit(shown, /answer/, { answer: clientOf(link).authorize(challengeOn(shown)) })
  return link
}

/** A visitor whose confirmation is on, and the client that answers for it. */
export async function confirmed(
  keeper: Keeper,
  language = 'en',
): Promise<{ visitor: Visitor; email: string; client: Client }> {
  const { visitor, email } = await newcomer(keeper, language)
  return { visitor, email, client: clientOf(await switchOn(visitor)) }
}
