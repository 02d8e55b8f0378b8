import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { contactsOf, findAccount, pursesOf, SHOP } from '../accounts.ts'
import { challengeJson, confirmationPages, lifetimeOf, refusalJson, wantsJson } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { fill, inLanguage, moment, money } from '../languages.ts'
import { checkMovement, invoicesOf, transfersOf } from '../ledger.ts'
import { amountText, centsOf, currencyOf } from '../money.ts'
import { ask, movementOf, type Operation, type Task } from '../operations.ts'
import { Refusal } from '../refusal.ts'
import { dismissRobot, type Mode, type Settings, settingsOf } from '../settings.ts'
import { start } from '../start.ts'
import { enumUri, qrCode, renewForm, shownFields, validUntil } from '../view/challenge.ts'
import { csrfField, goodNotice, type Piece, page, refusalNotice } from '../view/layout.ts'
import { accountOf, type Env, type Page, readForm, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { wallet } from '../words/wallet.ts'

type Tab = 'purses' | 'transfer' | 'invoices' | 'contacts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(wallet, visit.language),
})

/** A whole WebPro page: the section's navigation, the robot's notice where there is one, and the body. */
function webproPage(
  visit: Visit,
  settings: Settings,
  tab: Tab,
  title: string,
  body: Piece,
  scripts: string[] = [],
): Piece {
  const t = words(visit)
  return page(visit, {
    section: 'webpro',
    scripts,
    product: 'WebPro',
    title,
    links: [
      { href: '/light/', label: t.purses, current: tab === 'purses' },
      { href: '/light/transfer', label: t.transfer, current: tab === 'transfer' },
      { href: '/light/invoices', label: t.invoices, current: tab === 'invoices' },
      { href: '/light/contacts', label: t.contacts, current: tab === 'contacts' },
      { href: '/security/confirmation', label: t.security },
    ],
    body: html`${robotNotice(visit, settings)}${body}`,
  })
}

/** What the security robot did and why, until the user says that it was read. */
export function robotNotice(visit: Visit, settings: Settings): Piece {
  if (settings.robotReason === null) return ''
  const t = words(visit)
  return html`<form class="notice robot" method="post" action="/light/robot">${csrfField(visit)}
<div><b>${t.robot}</b><p>${settings.robotReason === 'many' ? t.robotMany : t.robotLarge}</p></div>
<button class="quiet">${t.understood}</button></form>`
}

/** The page of an operation that waits for a key. */
export const keyNeeded = (visit: Visit, operation: Operation): Piece => {
  const t = words(visit)
  return html`<section class="card narrow"><p>${t.keyNeededWhy}</p>
${operation.mode === 'payment' ? summary(visit, operation) : ''}
<p class="actions"><a class="button" href="/security/confirmation">${t.addKey}</a></p></section>`
}

/** What an operation is about, in a definition list. */
export function summary(visit: Visit, operation: Operation): Piece {
  const t = words(visit)
  const { task } = operation
  const movement = movementOf(task)
  if (movement !== undefined) {
    return html`<dl class="summary">
<div><dt>${t.recipientPurse}</dt><dd class="number">${movement.to}</dd></div>
<div><dt>${t.amount}</dt><dd class="big">${money(visit.language, movement.cents)} ${currencyOf(movement.to)}</dd></div>
<div><dt>${t.senderPurse}</dt><dd class="number">${movement.from}</dd></div>
${movement.note === '' ? '' : html`<div><dt>${t.note}</dt><dd>${movement.note}</dd></div>`}
</dl>`
  }
  if (task.kind === 'contact' || task.kind === 'trust') {
    return html`<dl class="summary"><div><dt>${t.contact}</dt><dd class="big">${task.name}</dd></div>
${task.kind === 'contact' ? html`<div><dt>WMID</dt><dd class="number">${task.contact}</dd></div>` : ''}</dl>`
  }
  return ''
}

const modeOf = (text: string | undefined, fallback: Mode): Mode =>
  text === 'payment' || text === 'authorization' ? text : fallback

interface TransferForm {
  from: string
  to: string
  amount: string
  note: string
  mode: Mode
}

async function transferPage(core: Core, c: Page, form: TransferForm, refusal?: Refusal): Promise<Piece> {
  const { visit } = c.var
  const t = words(visit)
  const account = accountOf(visit)
  const purses = await pursesOf(core.store, account.wmid)
  const settings = await settingsOf(core.store, account.wmid)
  const method = (mode: Mode, name: string, why: string) => html`<label class="choice">
<input type="radio" name="mode" value="${mode}"${form.mode === mode ? raw(' checked') : ''}>
<span><b>${name}</b><small>${why}</small></span></label>`
  return webproPage(
    visit,
    settings,
    'transfer',
    t.transfer,
    html`<h1>${t.sendMoney}</h1>
<form class="card form" method="post" action="/light/transfer">${csrfField(visit)}
${refusalNotice(visit, refusal)}
<label class="field"><span>${t.senderPurse}</span><select name="from">
${purses.map(
  (purse) =>
    html`<option value="${purse.purse}"${purse.purse === form.from ? raw(' selected') : ''}>${purse.purse} — ${money(visit.language, purse.cents)} ${currencyOf(purse.purse)}</option>`,
)}</select></label>
<label class="field"><span>${t.recipientPurse}</span>
<input name="to" value="${form.to}" required autocomplete="off" spellcheck="false" placeholder="Z123456789012" aria-describedby="to-hint">
<small id="to-hint">${t.toWhom} ${fill(t.shopHint, { purse: SHOP.purses.Z ?? '', name: SHOP.name })}</small></label>
<label class="field short"><span>${t.amount}</span>
<input name="amount" value="${form.amount}" required autocomplete="off" inputmode="decimal" placeholder="25.00"></label>
<label class="field"><span>${t.note}</span><input name="note" value="${form.note}" maxlength="255" autocomplete="off"></label>
${
  settings.confirmation
    ? html`<fieldset class="field"><legend>${t.method}</legend>
${method('payment', t.methodPayment, t.methodPaymentWhy)}
${method('authorization', t.methodAuthorization, t.methodAuthorizationWhy)}</fieldset>`
    : html`<p class="aside">${t.methodNone} <a href="/security/confirmation">${t.switchOn}</a></p>`
}
<p class="actions"><button>${t.continue}</button></p>
</form>`,
  )
}

async function promptPage(core: Core, c: Page, operation: Operation, refusal?: Refusal): Promise<Piece> {
  const { visit } = c.var
  const t = words(visit)
  const settings = await settingsOf(core.store, accountOf(visit).wmid)
  const movement = movementOf(operation.task)
  const payment = operation.mode === 'payment' && movement !== undefined
  const title = titleOf(visit, operation)
  const mode = payment ? t.modePayment : t.modeAuthorization
  const action = `/light/confirm/${operation.id}`
  const binding = payment
    ? html` data-enum-purse="${movement.to}" data-enum-amount="${amountText(movement.cents)}"`
    : ''
  return webproPage(
    visit,
    settings,
    tabOf(operation),
    title,
    html`<h1>${title}</h1>
<div class="card confirm">
${summary(visit, operation)}
<div class="enum" data-enum-challenge="${operation.challenge?.digits ?? ''}"${binding} data-enum-answer="#answer">
<p class="mode">${fill(t.modeLine, { mode })}</p>
${refusalNotice(visit, refusal)}
<div class="ask"><div>
<p class="label" id="challenge-label">${t.challenge}</p>
<p class="challenge" aria-labelledby="challenge-label">${operation.challenge?.digits ?? ''}</p>
${validUntil(visit, operation)}
</div>${qrCode(enumUri(operation), t.qrAlt)}</div>
<p class="how">${payment ? t.howPayment : t.howAuthorization}</p>
<form method="post" action="${action}">${csrfField(visit)}${shownFields(operation)}
<label class="field"><span>${t.response}</span>
<input id="answer" class="answer" name="answer" required autocomplete="off" inputmode="numeric" maxlength="7" pattern="[0-9]{7}"></label>
<p class="actions"><button>${t.confirmButton}</button> <a class="quiet" href="/light/">${t.cancel}</a></p>
</form>
${renewForm(visit, action)}
</div></div>`,
  )
}

const tabOf = (operation: Operation): Tab =>
  operation.task.kind === 'invoice'
    ? 'invoices'
    : operation.task.kind === 'contact' || operation.task.kind === 'trust'
      ? 'contacts'
      : 'transfer'

function titleOf(visit: Visit, operation: Operation): string {
  const t = words(visit)
  switch (operation.task.kind) {
    case 'invoice':
      return t.confirmInvoice
    case 'contact':
      return t.confirmContact
    case 'trust':
      return t.confirmTrust
    default:
      return t.confirmTransfer
  }
}

const TASKS = ['transfer', 'invoice', 'contact', 'trust'] as const

function doneTitle(visit: Visit, kind: Task['kind']): string {
  const t = words(visit)
  switch (kind) {
    case 'invoice':
      return t.invoiceDone
    case 'contact':
      return t.contactDone
    case 'trust':
      return t.trustDone
    default:
      return t.transferDone
  }
}

async function pursesPage(core: Core, c: Page, notice: Piece = ''): Promise<Piece> {
  const { visit } = c.var
  const t = words(visit)
  const account = accountOf(visit)
  const purses = await pursesOf(core.store, account.wmid)
  const own = new Set(purses.map((purse) => purse.purse))
  const transfers = await transfersOf(core, account.wmid)
  const settings = await settingsOf(core.store, account.wmid)
  return webproPage(
    visit,
    settings,
    'purses',
    t.purses,
    html`${notice}<h1>${t.purses}</h1>
<ul class="purses">${purses.map(
      (
        purse,
      ) => html`<li class="purse ${purse.purse.charAt(0)}"><span class="currency">${currencyOf(purse.purse)}</span>
<b>${money(visit.language, purse.cents)}</b><span class="number">${purse.purse}</span></li>`,
    )}</ul>
<p class="actions"><a class="button" href="/light/transfer">${t.sendMoney}</a></p>
<section class="card"><h2>${t.history}</h2>
${
  transfers.length === 0
    ? html`<p class="muted">${t.noHistory}</p>`
    : html`<ul class="history">${transfers.slice(0, 20).map((transfer) => {
        const out = own.has(transfer.from)
        const other = out ? transfer.to : transfer.from
        const mode = transfer.mode === 'payment' ? t.modePayment : t.modeAuthorization
        return html`<li><span class="way">${out ? '↗' : '↙'}</span>
<span class="what"><b class="number">${other}</b><small>${moment(visit.language, transfer.at)}${transfer.note === '' ? '' : ` · ${transfer.note}`}</small></span>
<span class="sum"><b>${out ? '−' : '+'}${money(visit.language, transfer.cents)} ${currencyOf(other)}</b>
<small>${transfer.mode === null ? t.unconfirmed : fill(t.confirmedBy, { mode })}</small></span></li>`
      })}</ul>`
}</section>`,
  )
}

/** WebPro: purses, transfers in both modes, invoices, contacts. */
export function webpro(core: Core): Hono<Env> {
  const app = new Hono<Env>()

  /** Sends the browser to the confirmation, or to the end where none was needed. */
  const next = async (c: Page, task: Task, mode: Mode): Promise<Response> => {
    const operation = await start(core, accountOf(c.var.visit).wmid, task, { section: 'webpro', mode })
    return c.redirect(
      operation === undefined ? `/light/?done=${task.kind}` : `/light/confirm/${operation.id}`,
      303,
    )
  }

  /** The same for the single-page application, which asks for the challenge at once. */
  const startedJson = async (
    c: Page,
    task: Extract<Task, { kind: 'transfer' }>,
    mode: Mode,
  ): Promise<Response> => {
    const { visit } = c.var
    const { movement } = task
    const operation = await start(core, accountOf(visit).wmid, task, { section: 'webpro', mode })
    return c.json({
      ok: true,
      ...(operation === undefined
        ? {}
        : { operation: operation.id, ...challengeJson(await ask(core, operation, lifetimeOf(c, core))) }),
      mode,
      purse: movement.to,
      amount: amountText(movement.cents),
      shown: `${money(visit.language, movement.cents)} ${currencyOf(movement.to)}`,
    })
  }

  app.get('/light/spa', async (c) => {
    const { visit } = c.var
    const t = words(visit)
    const account = accountOf(visit)
    const [first] = await pursesOf(core.store, account.wmid)
    const texts = {
      ...t,
      linePayment: fill(t.modeLine, { mode: t.modePayment }),
      lineAuthorization: fill(t.modeLine, { mode: t.modeAuthorization }),
    }
    return c.html(
      webproPage(
        visit,
        await settingsOf(core.store, account.wmid),
        'transfer',
        t.transfer,
        html`<h1>${t.sendMoney}</h1>${csrfField(visit)}
<div id="app" data-words="${JSON.stringify(texts)}" data-from="${first?.purse ?? ''}" data-to="${SHOP.purses.Z ?? ''}"></div>`,
        ['/client/spa.js'],
      ),
    )
  })

  app.get('/light', (c) => c.redirect('/light/'))
  app.get('/light/', async (c) => {
    const done = c.req.query('done')
    const notice = TASKS.find((kind) => kind === done)
    return c.html(
      await pursesPage(core, c, notice === undefined ? '' : goodNotice(doneTitle(c.var.visit, notice))),
    )
  })

  app.get('/light/transfer', async (c) => {
    const settings = await settingsOf(core.store, accountOf(c.var.visit).wmid)
    const form = {
      from: c.req.query('from') ?? '',
      to: c.req.query('to') ?? '',
      amount: c.req.query('amount') ?? '',
      note: c.req.query('note') ?? '',
      mode: settings.mode,
    }
    return c.html(await transferPage(core, c, form))
  })

  app.post('/light/transfer', async (c) => {
    const sent = await readForm(c)
    const account = accountOf(c.var.visit)
    const settings = await settingsOf(core.store, account.wmid)
    const form = {
      from: sent.from ?? '',
      to: sent.to ?? '',
      amount: sent.amount ?? '',
      note: sent.note ?? '',
      mode: modeOf(sent.mode, settings.mode),
    }
    try {
      const movement = await checkMovement(core.store, account.wmid, {
        from: form.from,
        to: form.to,
        cents: centsOf(form.amount),
        note: form.note,
      })
      const task = { kind: 'transfer', movement } as const
      return wantsJson(c) ? await startedJson(c, task, form.mode) : await next(c, task, form.mode)
    } catch (error) {
      if (error instanceof Refusal && wantsJson(c)) return c.json(refusalJson(c.var.visit, error), 422)
      if (error instanceof Refusal) return c.html(await transferPage(core, c, form, error), 422)
      throw error
    }
  })

  confirmationPages(app, core, {
    base: '/light/confirm',
    who: (c) => ({ wmid: accountOf(c.var.visit).wmid }),
    prompt: (c, operation, refusal) => promptPage(core, c, operation, refusal),
    keyNeeded: async (c, operation) =>
      webproPage(
        c.var.visit,
        await settingsOf(core.store, operation.wmid),
        tabOf(operation),
        words(c.var.visit).keyNeeded,
        html`<h1>${words(c.var.visit).keyNeeded}</h1>${keyNeeded(c.var.visit, operation)}`,
      ),
    finish: async (c, operation) => {
      const { visit } = c.var
      const t = words(visit)
      const mode = operation.mode === 'payment' ? t.modePayment : t.modeAuthorization
      return c.html(
        webproPage(
          visit,
          await settingsOf(core.store, operation.wmid),
          tabOf(operation),
          doneTitle(visit, operation.task.kind),
          html`<section class="card narrow finished" role="status"><p class="tick" aria-hidden="true">✓</p>
<h1>${doneTitle(visit, operation.task.kind)}</h1>
${summary(visit, operation)}
<p class="muted">${fill(t.confirmedBy, { mode })}</p>
<p class="actions"><a class="button" href="/light/">${t.toPurses}</a></p></section>`,
        ),
      )
    },
  })

  app.get('/light/invoices', async (c) => {
    const { visit } = c.var
    const t = words(visit)
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
    return next(c, { kind: 'invoice', invoice: invoice.id, movement }, settings.mode)
  })

  app.get('/light/contacts', async (c) => c.html(await contactsPage(core, c)))

  app.post('/light/contacts', async (c) => {
    const form = await readForm(c)
    const account = accountOf(c.var.visit)
    const found = await findAccount(core.store, form.contact ?? '')
    if (found === undefined || found.wmid === account.wmid) {
      return c.html(await contactsPage(core, c, new Refusal('contact-unknown')), 422)
    }
    const known = await contactsOf(core.store, account.wmid)
    if (known.some(({ contact }) => contact === found.wmid)) {
      return c.html(await contactsPage(core, c, new Refusal('contact-exists')), 422)
    }
    const name = (form.name ?? '').trim().slice(0, 60) || found.name
    return next(c, { kind: 'contact', contact: found.wmid, name }, 'authorization')
  })

  app.post('/light/contacts/:id/trust', async (c) => {
    await readForm(c)
    const account = accountOf(c.var.visit)
    const contact = (await contactsOf(core.store, account.wmid)).find(({ id }) => id === c.req.param('id'))
    if (contact === undefined) throw new Refusal('unknown')
    return next(c, { kind: 'trust', contactId: contact.id, name: contact.name }, 'authorization')
  })

  app.post('/light/robot', async (c) => {
    await readForm(c)
    await dismissRobot(core.store, accountOf(c.var.visit).wmid)
    return c.redirect('/light/', 303)
  })

  return app
}

async function contactsPage(core: Core, c: Page, refusal?: Refusal): Promise<Piece> {
  const { visit } = c.var
  const t = words(visit)
  const account = accountOf(visit)
  const contacts = await contactsOf(core.store, account.wmid)
  return webproPage(
    visit,
    await settingsOf(core.store, account.wmid),
    'contacts',
    t.contacts,
    html`<h1>${t.contacts}</h1>
<ul class="rows">${contacts.map(
      (
        contact,
      ) => html`<li class="card row"><span class="face" aria-hidden="true">${contact.name.charAt(0)}</span>
<span class="what"><b>${contact.name}</b><small>WMID ${contact.contact}</small></span>
${
  contact.trusted
    ? html`<span class="chip">${t.trusted}</span>`
    : html`<form method="post" action="/light/contacts/${contact.id}/trust">${csrfField(visit)}<button class="quiet">${t.trust}</button></form>`
}</li>`,
    )}</ul>
<form class="card form" method="post" action="/light/contacts">${csrfField(visit)}
<h2>${t.addContact}</h2>${refusalNotice(visit, refusal)}
<label class="field"><span>${t.contactId}</span><input name="contact" required autocomplete="off"></label>
<label class="field"><span>${t.contactName}</span><input name="name" maxlength="60" autocomplete="off"></label>
<p class="actions"><button>${t.add}</button></p></form>`,
  )
}
