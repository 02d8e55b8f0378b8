import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { pursesOf, SHOP } from '../accounts.ts'
import { confirmationPages } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { fill, inLanguage, money } from '../languages.ts'
import { checkMovement } from '../ledger.ts'
import { amountText, centsOf, currencyOf } from '../money.ts'
import { begin, findOperation, movementOf, type Operation } from '../operations.ts'
import { Refusal } from '../refusal.ts'
import { settingsOf } from '../settings.ts'
import { csrfField, type Piece, page, refusalNotice } from '../view/layout.ts'
import { keyNeeded } from '../view/wallet.ts'
import { accountOf, type Env, type Page, readForm, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { passport as table } from '../words/passport.ts'
import { wallet } from '../words/wallet.ts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(wallet, visit.language),
  ...inLanguage(table, visit.language),
})

const windowPage = (visit: Visit, body: Piece): Piece => {
  const t = words(visit)
  return page(visit, {
    section: 'winpro',
    product: 'WinPro',
    title: t.sendTitle,
    body: html`<p class="about">${t.winproLead}</p>
<div class="window" role="group" aria-label="${t.windowTitle}"><div class="bar"><span class="dot" aria-hidden="true"></span><h1>${t.windowTitle} — ${t.sendTitle}</h1><span class="buttons" aria-hidden="true">— ▢ ✕</span></div>
<div class="inside">${body}</div></div>`,
  })
}

async function formPage(
  core: Core,
  c: Page,
  form: { to: string; amount: string },
  refusal?: Refusal,
): Promise<Piece> {
  const { visit } = c.var
  const t = words(visit)
  const settings = await settingsOf(core.store, accountOf(visit).wmid)
  const way = (mode: string, name: string, checked: boolean) =>
    html`<label class="way"><input type="radio" name="mode" value="${mode}"${checked ? raw(' checked') : ''}> ${name}</label>`
  return windowPage(
    visit,
    html`${refusalNotice(visit, refusal)}
<form method="post" action="/winpro">${csrfField(visit)}
<label class="line"><span>${t.recipientPurse}</span><input name="to" value="${form.to}" required autocomplete="off"></label>
<label class="line"><span>${t.amount}, WMZ</span><input name="amount" value="${form.amount}" required inputmode="decimal" autocomplete="off"></label>
<fieldset><legend>${t.method}</legend>
${way('payment', t.methodPayment, settings.mode === 'payment')}
${way('authorization', t.methodAuthorization, settings.mode !== 'payment')}</fieldset>
${settings.keyState === 'ready' ? '' : html`<p class="aside">${t.winproNeedsKey} <a href="/security/confirmation">${t.addKey}</a></p>`}
<p class="row"><button>${t.next} ›</button></p></form>`,
  )
}

function promptPage(visit: Visit, operation: Operation, refusal?: Refusal): Piece {
  const t = words(visit)
  const action = `/winpro/confirm/${operation.id}`
  return windowPage(
    visit,
    html`${refusalNotice(visit, refusal)}
<img class="numbers" src="/winpro/numbers/${operation.id}.svg?c=${operation.challenge?.id ?? ''}" width="420" height="190" alt="${t.pictureOf}">
<form method="post" action="${action}">${csrfField(visit)}
<label class="line"><span>${t.response}</span><input class="answer" name="answer" maxlength="7" required autocomplete="off" inputmode="numeric"></label>
<p class="row"><button class="plain" name="renew" value="1" formnovalidate>${t.newChallenge}</button> <button>${t.confirmButton}</button></p></form>`,
  )
}

const text = (value: string): string => value.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** The dialog's numbers as a picture: a page cannot read it, and neither can an extension. */
function picture(visit: Visit, operation: Operation): string {
  const t = words(visit)
  const movement = movementOf(operation.task)
  if (movement === undefined) throw new Refusal('unknown')
  const rows: [string, string][] = [
    [t.recipientPurse, movement.to],
    [t.amount, `${money(visit.language, movement.cents)} ${currencyOf(movement.to)}`],
    [t.challenge, operation.challenge?.digits ?? ''],
  ]
  const lines = rows.map(
    ([name, value], index) =>
      `<text x="14" y="${40 + index * 46}" fill="#444">${text(name)}</text><text x="406" y="${40 + index * 46}" text-anchor="end" font-family="monospace" font-size="${index === 2 ? 26 : 17}" font-weight="700">${text(value)}</text>`,
  )
  const mode = operation.mode === 'payment' ? t.modePayment : t.modeAuthorization
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 190" font-family="Tahoma, 'DejaVu Sans', sans-serif" font-size="15"><rect width="420" height="190" fill="#fff"/>${lines.join('')}<text x="14" y="175" fill="#444">${text(fill(t.modeLine, { mode }))}</text></svg>`
}

/** WinPro: a stand-in for the desktop program's last dialog, to be answered by hand. */
export function winpro(core: Core): Hono<Env> {
  const app = new Hono<Env>()
  const who = (c: Page) => ({ wmid: accountOf(c.var.visit).wmid })

  app.get('/winpro', async (c) =>
    c.html(
      await formPage(core, c, {
        to: c.req.query('to') ?? SHOP.purses.Z ?? '',
        amount: c.req.query('amount') ?? amountText(1_500),
      }),
    ),
  )

  app.post('/winpro', async (c) => {
    const form = await readForm(c)
    const { wmid } = accountOf(c.var.visit)
    const typed = { to: form.to ?? '', amount: form.amount ?? '' }
    try {
      const source = (await pursesOf(core.store, wmid)).find(({ purse }) => purse.startsWith('Z'))
      const movement = await checkMovement(core.store, wmid, {
        from: source?.purse ?? '',
        to: typed.to,
        cents: centsOf(typed.amount),
        note: '',
      })
      const operation = await begin(core, {
        wmid,
        section: 'winpro',
        mode: form.mode === 'authorization' ? 'authorization' : 'payment',
        task: { kind: 'transfer', movement },
      })
      return c.redirect(`/winpro/confirm/${operation.id}`, 303)
    } catch (error) {
      if (error instanceof Refusal) return c.html(await formPage(core, c, typed, error), 422)
      throw error
    }
  })

  app.get('/winpro/numbers/:file', async (c) => {
    const operation = await findOperation(core, c.req.param('file').replace(/\.svg$/, ''), who(c))
    return c.body(picture(c.var.visit, operation), 200, { 'content-type': 'image/svg+xml' })
  })

  confirmationPages(app, core, {
    base: '/winpro/confirm',
    who,
    prompt: (c, operation, refusal) => promptPage(c.var.visit, operation, refusal),
    keyNeeded: (c, operation) => windowPage(c.var.visit, keyNeeded(c.var.visit, operation)),
    finish: (c) => {
      const t = words(c.var.visit)
      return c.html(
        windowPage(
          c.var.visit,
          html`<p class="notice good" role="status">${t.transferDone}</p><p class="row"><a class="button" href="/winpro">${t.sendTitle}</a></p>`,
        ),
      )
    },
  })

  return app
}
