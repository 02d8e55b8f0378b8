import type { Hono } from 'hono'
import type { Core } from './core.ts'
import { ask, confirm, findOperation, type Operation } from './operations.ts'
import { Refusal } from './refusal.ts'
import { type Piece, sentence } from './view/layout.ts'
import { type Env, type Page, readForm, type Visit } from './visit.ts'

interface Pages {
  /** Where the page lives: `/light/confirm` gives `/light/confirm/:operation`. */
  base: string
  /** The operation comes as `?operation=` instead. */
  inQuery?: boolean
  /** The name of the answer's field. */
  answer?: string
  /** Whose operations may be answered here. */
  who: (c: Page) => { wmid?: string; session?: string }
  /** The page with the challenge and the field for the answer. */
  prompt: (c: Page, operation: Operation, refusal?: Refusal) => Piece | Promise<Piece>
  /** The page of an operation that no key can answer yet; without it the refusal goes to the error page. */
  keyNeeded?: (c: Page, operation: Operation) => Piece | Promise<Piece>
  /** What follows a right answer. */
  finish: (c: Page, operation: Operation) => Response | Promise<Response>
  /** The challenge waits for its own button. */
  onRequest?: boolean
}

const refusalOf = (error: unknown): Refusal => {
  if (error instanceof Refusal) return error
  throw error
}

/**
 * The page that every confirmation has, whatever it looks like: show the challenge, take the answer, give
 * another challenge (a button named `renew`). A late answer brings a new challenge together with the reason.
 */
export function confirmationPages(app: Hono<Env>, core: Core, pages: Pages): void {
  const address = pages.inQuery === true ? pages.base : `${pages.base}/:operation`
  const find = (c: Page) =>
    findOperation(core, c.req.param('operation') ?? c.req.query('operation') ?? '', pages.who(c))

  app.get(address, async (c) => {
    let operation = await find(c)
    if (operation.done) return pages.finish(c, operation)
    if (operation.challenge === undefined && pages.onRequest !== true) {
      try {
        operation = await ask(core, operation, lifetimeOf(c, core))
      } catch (error) {
        const refusal = refusalOf(error)
        if (refusal.code !== 'key-missing' || pages.keyNeeded === undefined) throw refusal
        return c.html(await pages.keyNeeded(c, operation), 409)
      }
    }
    return c.html(await pages.prompt(c, operation))
  })

  app.post(address, async (c) => {
    const form = await readForm(c)
    const operation = await find(c)
    if (form.renew !== undefined && !operation.done) {
      const asked = await ask(core, operation, lifetimeOf(c, core))
      if (wantsJson(c)) return c.json(challengeJson(asked))
      const url = new URL(c.req.url)
      return c.redirect(url.pathname + url.search, 303)
    }
    try {
      await confirm(core, operation, form[pages.answer ?? 'answer'] ?? '', {
        purse: form.shown_purse,
        amount: form.shown_amount,
      })
    } catch (error) {
      const refusal = refusalOf(error)
      const shown = refusal.code === 'expired' ? await ask(core, operation, lifetimeOf(c, core)) : operation
      const status = refusal.code === 'slow-down' ? 429 : 422
      return wantsJson(c)
        ? c.json({ ...refusalJson(c.var.visit, refusal), ...challengeJson(shown) }, status)
        : c.html(await pages.prompt(c, shown, refusal), status)
    }
    if (wantsJson(c)) return c.json({ ok: true, to: c.req.path })
    return pages.finish(c, { ...operation, done: true })
  })
}

/** Whether a script of the Keeper's pages asks, which wants data and no page. */
export const wantsJson = (c: Page): boolean => c.req.header('accept') === 'application/json'

/** A refusal for a script: its code and its sentence. */
export const refusalJson = (visit: Visit, refusal: Refusal) =>
  ({ ok: false, reason: refusal.code, message: sentence(visit, refusal) }) as const

export const challengeJson = (operation: Operation) =>
  operation.challenge === undefined
    ? {}
    : { challenge: operation.challenge.digits, expiresAt: operation.challenge.expiresAt }

const SHORTEST_MS = 1_000

/** A page may ask for a shorter life of its challenge, `?lifetime=` in milliseconds, never for a longer one. */
export function lifetimeOf(c: Page, core: Core): number {
  const asked = Number(c.req.query('lifetime'))
  return Number.isFinite(asked) && asked >= SHORTEST_MS ? Math.min(asked, core.lifetimeMs) : core.lifetimeMs
}
