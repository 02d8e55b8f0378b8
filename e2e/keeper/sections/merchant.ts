import { Hono } from 'hono'
import { html } from 'hono/html'
import { pursesOf, SHOP } from '../accounts.ts'
import { confirmationPages } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { fill, inLanguage, money } from '../languages.ts'
import { checkMovement } from '../ledger.ts'
import { amountText, centsOf, currencyOf } from '../money.ts'
import { movementOf, type Operation } from '../operations.ts'
import { Refusal } from '../refusal.ts'
import { start } from '../start.ts'
import { enumUri, qrCode, shownFields, validUntil } from '../view/challenge.ts'
import { csrfField, type Piece, page, refusalNotice } from '../view/layout.ts'
import { keyNeeded } from '../view/wallet.ts'
import { accountOf, type Env, type Page, readForm, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { merchant as table } from '../words/merchant.ts'
import { wallet } from '../words/wallet.ts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(table, visit.language),
})

const BOOKS = [
  { number: 'B-1041', title: 'The Tale of Kieu', author: 'Nguyễn Du', cents: 1_890, hue: 'one' },
  { number: 'B-2207', title: 'Dead Souls', author: 'Николай Гоголь', cents: 1_250, hue: 'two' },
  { number: 'B-3318', title: 'The Forest Song', author: 'Леся Українка', cents: 1_475, hue: 'three' },
] as const

const merchantPage = (visit: Visit, title: string, body: Piece): Piece =>
  page(visit, { section: 'merchant', product: 'Merchant', title, body })

/** An order as a shop's form describes it; the shop is a stranger, so all of it is checked. */
interface Order {
  payee: string
  amount: string
  description: string
  number: string
}

const orderOf = (fields: Record<string, string | undefined>): Order => ({
  payee: fields.LMI_PAYEE_PURSE ?? '',
  amount: fields.LMI_PAYMENT_AMOUNT ?? '',
  description: (fields.LMI_PAYMENT_DESC ?? '').slice(0, 255),
  number: (fields.LMI_PAYMENT_NO ?? '').replace(/[^\w-]/g, '').slice(0, 20),
})

const orderSummary = (visit: Visit, order: { description: string; payee: string; cents: number }): Piece => {
  const t = words(visit)
  return html`<dl class="summary"><div><dt>${t.order}</dt><dd>${order.description}</dd></div>
<div><dt>${t.seller}</dt><dd>${SHOP.name}</dd></div>
<div><dt>${t.recipientPurse}</dt><dd class="number">${order.payee}</dd></div>
<div><dt>${t.amount}</dt><dd class="big">${money(visit.language, order.cents)} ${currencyOf(order.payee)}</dd></div></dl>`
}

/** The confirmation of a merchant payment, with the names that merchants' scripts know. */
function promptPage(visit: Visit, operation: Operation, refusal?: Refusal): Piece {
  const t = words(visit)
  const movement = movementOf(operation.task)
  if (movement === undefined) throw new Refusal('unknown')
  const action = `/lmi/payment_conf.asp?operation=${operation.id}`
  const digits = operation.challenge?.digits
  return merchantPage(
    visit,
    t.confirmTitle,
    html`<div class="checkout"><aside class="card">${orderSummary(visit, { description: movement.note, payee: movement.to, cents: movement.cents })}</aside>
<section class="card"><h1>${t.confirmTitle}</h1><p class="mode">${fill(t.modeLine, { mode: t.modePayment })}</p>
${refusalNotice(visit, refusal)}
<form method="post" action="${action}" id="payment">${csrfField(visit)}${shownFields(operation)}
${
  digits === undefined
    ? html`<p class="actions"><button id="ConfirmENumSend" name="renew" value="1">${t.getNumber}</button></p>`
    : html`<p class="how">${t.howPayment}</p>
<div class="ask"><div><span class="label">${t.challenge}</span><div id="ENumNumber" class="challenge">${digits}</div>${validUntil(visit, operation)}</div>
${qrCode(enumUri(operation), t.qrAlt)}</div>
<p class="field"><label for="ConfirmENum">${t.response}</label>
<input id="ConfirmENum" class="answer" name="ConfirmENum" type="text" maxlength="7" autocomplete="off" inputmode="numeric" required></p>
<p class="actions"><button id="do_payment">${t.payNow}</button>
<button class="link" id="ConfirmENumSend" name="renew" value="1" formnovalidate>${t.newChallenge}</button></p>`
}</form></section></div>`,
  )
}

/** A shop and the merchant service that it sends its customers to. */
export function merchant(core: Core): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/shop', (c) => c.redirect('/shop/'))
  app.get('/shop/', (c) => {
    const { visit } = c.var
    const t = words(visit)
    return c.html(
      merchantPage(
        visit,
        SHOP.name,
        html`<h1>${SHOP.name}</h1><p class="lead">${t.shopLead}</p><ul class="books">
${BOOKS.map(
  (
    book,
  ) => html`<li class="card"><span class="cover ${book.hue}" aria-hidden="true"><b>${book.title}</b></span>
<h2>${book.title}</h2><p class="muted">${book.author}</p>
<form method="post" action="/lmi/payment.asp"><input type="hidden" name="LMI_PAYEE_PURSE" value="${SHOP.purses.Z ?? ''}">
<input type="hidden" name="LMI_PAYMENT_AMOUNT" value="${amountText(book.cents)}"><input type="hidden" name="LMI_PAYMENT_NO" value="${book.number}">
<input type="hidden" name="LMI_PAYMENT_DESC" value="${book.title}">
<p class="buy"><b>${money(visit.language, book.cents)} WMZ</b><button aria-label="${t.buy}: ${book.title}">${t.buy}</button></p></form></li>`,
)}</ul>`,
      ),
    )
  })

  app.get('/lmi/payment.asp', (c) => {
    const { visit } = c.var
    const t = words(visit)
    const order = orderOf(c.req.query())
    const cents = centsOf(order.amount)
    return c.html(
      merchantPage(
        visit,
        t.payTitle,
        html`<div class="checkout"><section class="card"><h1>${t.payTitle}</h1>
${orderSummary(visit, { description: order.description, payee: order.payee, cents })}
${
  visit.account === undefined
    ? html`<p class="actions"><a class="button" href="/login?to=${encodeURIComponent('/shop/')}">${t.signInFirst}</a></p>`
    : html`<form method="post" action="/lmi/payment_select.asp">${csrfField(visit)}
<input type="hidden" name="LMI_PAYEE_PURSE" value="${order.payee}"><input type="hidden" name="LMI_PAYMENT_AMOUNT" value="${order.amount}">
<input type="hidden" name="LMI_PAYMENT_DESC" value="${order.description}"><input type="hidden" name="LMI_PAYMENT_NO" value="${order.number}">
<p class="actions"><button class="wide">${t.payWith}</button></p></form>`
}</section></div>`,
      ),
    )
  })

  app.post('/lmi/payment_select.asp', async (c) => {
    const order = orderOf(await readForm(c))
    const { wmid } = accountOf(c.var.visit)
    const source = (await pursesOf(core.store, wmid)).find(
      ({ purse }) => purse.charAt(0) === order.payee.charAt(0),
    )
    if (source === undefined) throw new Refusal('purse-currency')
    const movement = await checkMovement(core.store, wmid, {
      from: source.purse,
      to: order.payee,
      cents: centsOf(order.amount),
      note: order.description,
    })
    const task = { kind: 'merchant', order: order.number, movement } as const
    // the merchant service binds every payment to purse and amount, whatever the user's usual mode is
    const operation = await start(core, wmid, task, { section: 'merchant', mode: 'payment' })
    return c.redirect(
      operation === undefined
        ? `/lmi/result.asp?order=${order.number}`
        : `/lmi/payment_conf.asp?operation=${operation.id}`,
      303,
    )
  })

  confirmationPages(app, core, {
    base: '/lmi/payment_conf.asp',
    inQuery: true,
    answer: 'ConfirmENum',
    onRequest: true,
    who: (c) => ({ wmid: accountOf(c.var.visit).wmid }),
    prompt: (c, operation, refusal) => promptPage(c.var.visit, operation, refusal),
    keyNeeded: (c, operation) =>
      merchantPage(
        c.var.visit,
        words(c.var.visit).payTitle,
        html`<h1>${inLanguage(wallet, c.var.visit.language).keyNeeded}</h1>${keyNeeded(c.var.visit, operation)}`,
      ),
    finish: (c: Page, operation) =>
      c.redirect(
        `/lmi/result.asp?order=${operation.task.kind === 'merchant' ? operation.task.order : ''}`,
        303,
      ),
  })

  app.get('/lmi/result.asp', (c) => {
    const { visit } = c.var
    const t = words(visit)
    const order = orderOf({ LMI_PAYMENT_NO: c.req.query('order') }).number
    return c.html(
      merchantPage(
        visit,
        t.paidTitle,
        html`<div class="checkout"><section class="card paid" role="status"><p class="tick" aria-hidden="true">✓</p><h1>${t.paidTitle}</h1>
<p>${fill(t.paidText, { order })}</p><p class="actions"><a class="button" href="/shop/">${t.backToShop}</a></p></section></div>`,
      ),
    )
  })

  return app
}

/** A shop's form comes from another site, without this site's cookies: it only becomes an address to open. */
export function shopForms(app: Hono<Env>): void {
  app.post('/lmi/payment.asp', async (c) => {
    const fields = await c.req.parseBody()
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(fields)) {
      if (name.startsWith('LMI_') && typeof value === 'string') query.set(name, value)
    }
    return c.redirect(`/lmi/payment.asp?${query}`, 303)
  })
}
