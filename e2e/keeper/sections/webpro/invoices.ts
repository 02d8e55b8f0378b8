import type { Hono } from 'hono'
import { html } from 'hono/html'
import { pursesOf } from '../../accounts.ts'
import type { Core } from '../../core.ts'
import { moment, money } from '../../languages.ts'
import { checkMovement, invoicesOf } from '../../ledger.ts'
import { currencyOf } from '../../money.ts'
import { Refusal } from '../../refusal.ts'
import { settingsOf } from '../../settings.ts'
import { csrfField } from '../../view/layout.ts'
import { walletWords } from '../../view/wallet.ts'
import { accountOf, type Env, readForm } from '../../visit.ts'
import { goOn, webproPage } from './page.ts'

/** Invoices, and paying them. */
export function invoicePages(app: Hono<Env>, core: Core): void {
  app.get('/light/invoices', async (c) => {
    const { visit } = c.var
    const t = walletWords(visit)
    const account = accountOf(visit)
    const invoices = await invoicesOf(core.store, account.wmid)
    return c.html(
      webproPage(
        visit,
        await settingsOf(core.store, account.wmid),
        'invoices',
        t.invoices,
        html`<h1>${t.invoices}</h1>
${
  invoices.length === 0
    ? html`<p class="card muted">${t.noInvoices}</p>`
    : html`<ul class="rows">${invoices.map(
        (invoice) => html`<li class="card row"><span class="what"><b>${invoice.note}</b>
<small>${t.from} <span class="number">${invoice.purse}</span> · ${moment(visit.language, invoice.created_at)}</small></span>
<b class="sum">${money(visit.language, invoice.cents)} ${currencyOf(invoice.purse)}</b>
${
  invoice.paid_at === null
    ? html`<form method="post" action="/light/invoices/${invoice.id}/pay">${csrfField(visit)}<button>${t.pay}</button></form>`
    : html`<span class="chip">${t.paid}</span>`
}</li>`,
      )}</ul>`
}`,
      ),
    )
  })

  app.post('/light/invoices/:id/pay', async (c) => {
    await readForm(c)
    const account = accountOf(c.var.visit)
    const invoice = (await invoicesOf(core.store, account.wmid)).find(({ id }) => id === c.req.param('id'))
    if (invoice === undefined) throw new Refusal('unknown')
    if (invoice.paid_at !== null) throw new Refusal('invoice-paid')
    const source = (await pursesOf(core.store, account.wmid)).find(
      ({ purse }) => purse.charAt(0) === invoice.purse.charAt(0),
    )
    if (source === undefined) throw new Refusal('purse-currency')
    const settings = await settingsOf(core.store, account.wmid)
    const movement = await checkMovement(core.store, account.wmid, {
      from: source.purse,
      to: invoice.purse,
      cents: invoice.cents,
      note: invoice.note,
    })
    return goOn(core, c, { kind: 'invoice', invoice: invoice.id, movement }, settings.mode)
  })
}
