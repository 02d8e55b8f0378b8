import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { attacks } from './attacks.ts'
import { bundle } from './bundle.ts'
import type { Core } from './core.ts'
import { inLanguage } from './languages.ts'
import { Refusal } from './refusal.ts'
import { authors } from './sections/authors.ts'
import { entrance } from './sections/entrance.ts'
import { login, loginHref } from './sections/login.ts'
import { markup } from './sections/markup.ts'
import { merchant, shopForms } from './sections/merchant.ts'
import { passport } from './sections/passport.ts'
import { security } from './sections/security.ts'
import { sites } from './sections/sites.ts'
import { standard } from './sections/standard.ts'
import { webpro } from './sections/webpro/webpro.ts'
import { winpro } from './sections/winpro.ts'
import { page, sentence } from './view/layout.ts'
import { type Env, type Origins, visits } from './visit.ts'
import { common } from './words/common.ts'

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** What a page of the Keeper may load: its own files and nothing else. */
function policy(origins: Origins, frameAncestors: string): string {
  const own = [...new Set(Object.values(origins))].join(' ')
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: ${origins.frame}`,
    "connect-src 'self'",
    `form-action 'self' ${own}`,
    `frame-src ${origins.frame}`,
    `frame-ancestors ${frameAncestors}`,
    "base-uri 'none'",
  ].join('; ')
}

/** Whether a path belongs to the main site; the frame and the other sites live on origins of their own. */
const isMain = (path: string): boolean =>
  !/^\/(?:frame|partner|sites|assets|client|attack)(?:\/|$)/.test(path)

const isSite = (path: string): boolean => /^\/(?:partner|sites)(?:\/|$)/.test(path)

export function keeperApp(
  core: Core,
  options: { formKey: Buffer; origins: Origins; control: boolean },
): Hono<Env> {
  const { origins } = options
  const app = new Hono<Env>()

  app.get('/assets/:name', async (c) => {
    const name = c.req.param('name')
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
    if (type === undefined || !/^[a-z][a-z0-9-]*\.[a-z]+$/.test(name)) return c.notFound()
    try {
      const file = await readFile(new URL(`./assets/${name}`, import.meta.url))
      return c.body(new Uint8Array(file), 200, { 'content-type': type, 'cache-control': 'no-cache' })
    } catch {
      return c.notFound()
    }
  })

  app.get('/client/:name', async (c) => {
    const script = bundle(c.req.param('name'))
    if (script === undefined) return c.notFound()
    return c.body(await script, 200, { 'content-type': TYPES.js ?? '', 'cache-control': 'no-cache' })
  })

  app.use(async (c, next) => {
    const url = new URL(c.req.url)
    if (c.req.method === 'GET' && isMain(url.pathname) && url.origin !== origins.main) {
      return c.redirect(origins.main + url.pathname + url.search, 307)
    }
    if (c.req.method === 'GET' && isSite(url.pathname) && url.origin !== origins.sites) {
      return c.redirect(origins.sites + url.pathname + url.search, 307)
    }
    await next()
    if (c.res.headers.get('content-security-policy') === null) {
      c.res.headers.set('content-security-policy', policy(origins, "'none'"))
    }
    c.res.headers.set('x-content-type-options', 'nosniff')
    c.res.headers.set('referrer-policy', 'same-origin')
    c.res.headers.set('cache-control', 'no-store')
    return
  })
  shopForms(app)
  app.use(visits(core, options.formKey, origins))

  app.route('/', entrance(core))
  app.route('/', login(core))
  app.route('/', security(core))
  app.route('/', webpro(core))
  app.route('/', standard(core))
  app.route('/', passport(core))
  app.route('/', merchant(core))
  app.route('/', winpro(core))
  app.route('/', markup(core, options.formKey))
  app.route('/', sites(core))
  app.route('/', authors())
  if (options.control) app.route('/', attacks(core))

  app.notFound((c) => c.text('There is no such page on this Keeper.', 404))
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) {
      console.error(error)
      return c.text('The Keeper failed. Its terminal says why.', 500)
    }
    const { visit } = c.var
    if (error.code === 'sign-in') return c.redirect(loginHref(visit), 303)
    const t = inLanguage(common, visit.language)
    const status = error.code === 'unknown' ? 404 : error.code === 'form-expired' ? 403 : 409
    return c.html(
      page(visit, {
        section: 'login',
        product: '',
        title: t.refused,
        body: html`<div class="card door"><h1>${t.refused}</h1>
<p class="notice bad" role="alert" data-reason="${error.code}">${sentence(visit, error)}</p>
<p class="actions"><a class="button" href="/">${t.home}</a></p></div>`,
      }),
      status,
    )
  })
  return app
}
