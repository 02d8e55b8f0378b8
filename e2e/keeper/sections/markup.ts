import { createHmac, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import encodeQR from 'qr'
import { type EnumUri, formatEnumUri, parseEnumUri } from '../../../src/protocol/index.ts'
import { pursesOf, SHOP } from '../accounts.ts'
import { confirmationPages, lifetimeOf } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { fill, inLanguage, money } from '../languages.ts'
import { boundPurse, checkMovement, type Movement } from '../ledger.ts'
import { currencyOf } from '../money.ts'
import { ask, begin, confirm, findOperation, movementOf, type Operation } from '../operations.ts'
import { Refusal } from '../refusal.ts'
import type { Mode } from '../settings.ts'
import { clock, enumUri, qrCode, shownFields } from '../view/challenge.ts'
import { csrfField, goodNotice, type Piece, page, refusalNotice } from '../view/layout.ts'
import { keyNeeded } from '../view/wallet.ts'
import { accountOf, type Env, type Page, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { markup as table } from '../words/markup.ts'
import { wallet } from '../words/wallet.ts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(wallet, visit.language),
  ...inLanguage(table, visit.language),
})

/** In hundredths: one that needs a thousands separator in most languages, and one that does not. */
const LARGE = 123_450
const SMALL = 9_900
/** Without its decimals it is written like a thousandth: `1,234`. */
const ROUND = 123_400

/** What a variant's page is drawn from. */
interface Drawing {
  visit: Visit
  t: ReturnType<typeof words>
  operation: Operation
  movement: Movement
  /** The address that takes the answer. */
  action: string
  challenge: string
  /** The amount as the visit's language writes it, with its currency. */
  amount: string
  payment: boolean
  /** `E-num · Payment mode`, in the visit's language. */
  modeLine: string
  /** Hidden fields that every form carries. */
  hidden: Piece
  uri: string
}

interface Variant {
  draw: (drawing: Drawing) => Piece
  scripts?: string[]
  /** The challenge waits for the page's own button. */
  onRequest?: boolean
}

/** The field for the answer, bare; what names it is each variant's affair. */
const answerField = (): Piece =>
  html`<input name="answer" class="answer" required autocomplete="off" inputmode="numeric" maxlength="7">`

const moneyLines = ({ t, movement, amount, modeLine }: Drawing): Piece =>
  html`<p><b>${modeLine}</b></p><p>${t.recipientPurse}: <span class="number">${movement.to}</span><br>${t.amount}: ${amount}</p>`

/** A picture of a QR code, as an `img` or whatever the variant makes of it. */
const scanned = (drawing: Drawing, picture: Piece): Piece => {
  const { t, action, hidden, payment, modeLine } = drawing
  return html`<form method="post" action="${action}">${hidden}<p><b>${modeLine}</b></p><p>${t.scanIt}</p>
${picture}<p><label>${t.response} ${answerField()}</label></p><p class="hint">${payment ? t.howPayment : t.howAuthorization}</p><button>${t.confirmButton}</button></form>`
}

const VARIANTS = {
  table: {
    draw: ({ t, movement, amount, challenge, action, hidden, modeLine }) => html`
<form method="post" action="${action}">${hidden}<center><table class="outer" border="1" cellspacing="0" cellpadding="6" role="presentation"><tr><td>
<table border="0" cellpadding="4" role="presentation"><tr><td colspan="2" align="center"><font size="4"><b>${modeLine}</b></font></td></tr>
<tr><td align="right">${t.recipientPurse}:</td><td><tt>${movement.to}</tt></td></tr>
<tr><td align="right">${t.amount}:</td><td>${amount}</td></tr>
<tr><td align="right">${t.challenge}:</td><td><table border="0" role="presentation"><tr><td class="lcd"><tt>${challenge}</tt></td></tr></table></td></tr>
<tr><td align="right">${t.response}:</td><td>${answerField()}</td></tr>
<tr><td colspan="2" align="center"><input type="submit" value="${t.confirmButton}"></td></tr></table></td></tr></table></center></form>`,
  },
  list: {
    draw: ({ t, movement, amount, challenge, action, hidden, modeLine }) => html`
<form method="post" action="${action}">${hidden}<h2>${modeLine}</h2><dl class="pairs"><dt>${t.recipientPurse}</dt><dd>${movement.to}</dd>
<dt>${t.amount}</dt><dd>${amount}</dd><dt>${t.challenge}</dt><dd><strong>${challenge}</strong></dd>
<dt><label for="a">${t.response}</label></dt><dd><input id="a" name="answer" class="answer" required autocomplete="off" inputmode="numeric" maxlength="7"></dd></dl><button>${t.confirmButton}</button></form>`,
  },
  plain: {
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}${moneyLines(d)}
${d.t.challenge}: <b>${d.challenge.replace(/^(\d{4})/, '$1 ')}</b><br><br>${d.t.response}: ${answerField()}<br><br><button>${d.t.confirmButton}</button></form>`,
  },
  aria: {
    draw: ({ t, movement, amount, challenge, action, hidden, modeLine }) => html`
<form method="post" action="${action}" aria-label="${modeLine}">${hidden}<div class="tile"><div class="tag">${modeLine}</div><div role="group" aria-label="${t.recipientPurse}">${movement.to}</div>
<div role="group" aria-label="${t.amount}">${amount}</div><div role="group" aria-label="${t.challenge}" class="big">${challenge}</div>
<input name="answer" class="answer" required autocomplete="off" inputmode="numeric" maxlength="7" placeholder="${t.response}" aria-label="${t.response}"></div><button>${t.confirmButton}</button></form>`,
  },
  digits: {
    draw: ({ t, movement, amount, challenge, action, hidden, modeLine }) => html`
<form method="post" action="${action}">${hidden}<fieldset><legend>${modeLine}</legend>
<p>${t.recipientPurse}: <b>${boundPurse(movement)}</b></p><p>${t.amount}: <b>${amount}</b></p><p>${t.challenge}: <b>${challenge}</b></p>
<p><label>${t.response}: ${answerField()}</label></p></fieldset><button>${t.confirmButton}</button></form>`,
  },
  shadow: {
    scripts: ['/client/shadow.js'],
    draw: ({ t, movement, amount, challenge, action, hidden, modeLine }) => html`
<keeper-confirmation><template><link rel="stylesheet" href="/assets/base.css"><link rel="stylesheet" href="/assets/markup.css">
<form class="card" method="post" action="${action}">${hidden}<p class="mode">${modeLine}</p><dl class="summary"><div><dt>${t.recipientPurse}</dt><dd>${movement.to}</dd></div>
<div><dt>${t.amount}</dt><dd>${amount}</dd></div><div><dt>${t.challenge}</dt><dd class="challenge">${challenge}</dd></div></dl>
<label class="field"><span>${t.response}</span>${answerField()}</label><button>${t.confirmButton}</button></form></template></keeper-confirmation>`,
  },
  split: {
    scripts: ['/client/split.js'],
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}${moneyLines(d)}<input type="hidden" name="answer">
<p>${d.t.challenge}</p><p class="challenge">${d.challenge}</p><fieldset class="boxes"><legend>${d.t.response}</legend>
${[1, 2, 3, 4, 5, 6, 7].map((digit) => html`<input maxlength="1" inputmode="numeric" autocomplete="off" aria-label="${d.t.response} ${digit}">`)}</fieldset><button>${d.t.confirmButton}</button></form>`,
  },
  reveal: {
    scripts: ['/client/reveal.js'],
    onRequest: true,
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}${moneyLines(d)}<div id="place"><button type="button" id="reveal" value="${d.action}">${d.t.requestChallenge}</button></div></form>
<template id="asked"><p>${d.t.challenge}: <b class="challenge"></b></p><p><label>${d.t.responseDigits}: ${answerField()}</label></p><button>${d.t.authorize}</button></template>`,
  },
  replace: {
    scripts: ['/client/replace.js'],
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}${moneyLines(d)}<p>${d.t.challenge}</p>
<p class="challenge" data-renew="/markup/replace/${d.operation.id}" data-expires="${d.operation.challenge?.expiresAt ?? 0}">${d.challenge}</p>
<p class="valid">${fill(d.t.validUntil, { time: '' })}<time>${clock('en', d.operation.challenge?.expiresAt ?? 0)}</time></p><p><label>${d.t.response} ${answerField()}</label></p><button>${d.t.confirmButton}</button></form>`,
  },
  link: {
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}<p><a href="${d.uri}">${d.t.openInClient}</a></p><p><label>${d.t.response} ${answerField()}</label></p><button>${d.t.confirmButton}</button></form>`,
  },
  short: {
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}<p><a href="${formatEnumUri(parseEnumUri(d.uri), { short: true })}">E-NUM</a></p><p>${answerField()}</p><button>${d.t.confirmButton}</button></form>`,
  },
  image: {
    draw: (d) =>
      scanned(
        d,
        html`<img class="code" src="${encodeQR(d.uri, 'data-url', { scale: 5, border: 3 })}" alt="${d.t.qrAlt}" width="180" height="180">`,
      ),
  },
  canvas: {
    scripts: ['/client/canvas.js'],
    draw: (d) =>
      scanned(
        d,
        html`<canvas class="code" role="img" aria-label="${d.t.qrAlt}" data-qr="${d.uri}"></canvas>`,
      ),
  },
  svg: { draw: (d) => scanned(d, qrCode(d.uri, d.t.qrAlt)) },
  foreign: {
    draw: (d) =>
      scanned(
        d,
        html`<img class="code" src="${d.visit.origins.frame}/frame/qr/${d.operation.id}.svg?t=${encodeURIComponent(d.uri)}" alt="${d.t.qrAlt}" width="180" height="180">`,
      ),
  },
  doubtful: {
    draw: (d) => html`
<form method="post" action="${d.action}">${d.hidden}<p><b>${d.modeLine}</b></p>
<p>${d.t.recipientPurse}: <span class="number">${d.movement.to}</span><br>${d.t.amount}: 1,234 ${currencyOf(d.movement.to)}</p>
<p>${d.t.challenge}: <b class="challenge">${d.challenge}</b></p><p><label>${d.t.response} ${answerField()}</label></p><button>${d.t.confirmButton}</button></form>`,
  },
  strange: {
    draw: (d) => html`
<form method="post" action="${d.action}" lang="lv">${d.hidden}<p>Maks <span id="maks">${d.movement.to}</span></p><p>Naudas daudzums <span id="daudzums">${d.amount}</span></p>
<p>Skaitlis <b id="skaitlis">${d.challenge}</b></p><p><label>Pretskaitlis <input id="pretskaitlis" name="answer" class="answer" required autocomplete="off" maxlength="7"></label></p><button>Turpināt</button></form>`,
  },
} as const satisfies Record<string, Variant>

/** What each variant's transfer moves. */
const centsOf = (name: VariantName): number =>
  name === 'table' ? LARGE : name === 'doubtful' ? ROUND : SMALL

type VariantName = keyof typeof VARIANTS
const isVariant = (name: string): name is VariantName => Object.hasOwn(VARIANTS, name)

const drawingOf = (visit: Visit, operation: Operation, action: string, hidden: Piece): Drawing => {
  const t = words(visit)
  const movement = movementOf(operation.task)
  if (movement === undefined) throw new Refusal('unknown')
  const payment = operation.mode === 'payment'
  return {
    visit,
    t,
    operation,
    movement,
    action,
    hidden,
    payment,
    challenge: operation.challenge?.digits ?? '',
    amount: `${money(visit.language, movement.cents)} ${currencyOf(movement.to)}`,
    modeLine: fill(t.modeLine, { mode: payment ? t.modePayment : t.modeAuthorization }),
    uri: operation.challenge === undefined ? '' : enumUri(operation),
  }
}

const markupPage = (visit: Visit, title: string, body: Piece, scripts: string[] = []): Piece =>
  page(visit, {
    section: 'markup',
    product: '',
    title,
    scripts,
    links: [{ href: '/markup', label: words(visit).all, current: false }],
    body: html`<h1>${title}</h1>${body}`,
  })

/** One prompt of a variant; where the purse is shown without its letter, the answer is bound to that text. */
async function beginVariant(
  core: Core,
  visit: Visit,
  name: string,
  mode: Mode,
  cents: number,
): Promise<Operation> {
  const { wmid } = accountOf(visit)
  const [source] = await pursesOf(core.store, wmid)
  const movement = await checkMovement(core.store, wmid, {
    from: source?.purse ?? '',
    to: SHOP.purses.Z ?? '',
    cents,
    note: name,
  })
  const bound = name === 'digits' ? { bound: movement.to.slice(1) } : {}
  const task = { kind: 'transfer', movement: { ...movement, ...bound } } as const
  return begin(core, { wmid, section: `markup-${name}`, mode, task })
}

const modeOf = (c: Page): Mode => (c.req.query('mode') === 'authorization' ? 'authorization' : 'payment')

/** `&mode=` and `&lifetime=` of an address, to be kept on the way to the prompt. */
const kept = (c: Page): string => {
  const lifetime = c.req.query('lifetime')
  return lifetime === undefined ? '' : `?lifetime=${Number(lifetime)}`
}

/** `/markup`: the list, and every variant under its own name, each confirmed from end to end. */
export function markup(core: Core, formKey: Buffer): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/markup', (c) => {
    const { visit } = c.var
    const t = words(visit)
    const names = [...Object.keys(VARIANTS), 'frame', 'two', 'spa'] as const
    const href = (name: string, mode: Mode) =>
      name === 'spa' ? '/light/spa' : `/markup/${name}?mode=${mode}`
    return c.html(
      page(visit, {
        section: 'markup',
        product: '',
        title: t.title,
        body: html`<h1>${t.title}</h1><p class="lead">${t.lead}</p>${c.req.query('done') === undefined ? '' : goodNotice(t.transferDone)}
<ul class="variants">${names.map((name) => {
          const title = t[name as keyof typeof t]
          return html`<li class="card"><h2>${title}</h2><p><a class="button soft" href="${href(name, 'payment')}" aria-label="${title}: ${t.modePayment}">${t.modePayment}</a>
${name === 'spa' || name === 'two' ? '' : html`<a class="quiet" href="${href(name, 'authorization')}" aria-label="${title}: ${t.modeAuthorization}">${t.modeAuthorization}</a>`}</p></li>`
        })}</ul>`,
      }),
    )
  })

  for (const name of Object.keys(VARIANTS).filter(isVariant)) {
    const variant: Variant = VARIANTS[name]
    app.get(`/markup/${name}`, async (c) => {
      const operation = await beginVariant(core, c.var.visit, name, modeOf(c), centsOf(name))
      return c.redirect(`/markup/${name}/${operation.id}${kept(c)}`, 303)
    })
    confirmationPages(app, core, {
      base: `/markup/${name}`,
      onRequest: variant.onRequest ?? false,
      who: (c) => ({ wmid: accountOf(c.var.visit).wmid }),
      prompt: (c, operation, refusal) => {
        const { visit } = c.var
        const hidden = html`${csrfField(visit)}${shownFields(operation)}`
        const drawing = drawingOf(visit, operation, `/markup/${name}/${operation.id}${kept(c)}`, hidden)
        return markupPage(
          visit,
          drawing.t[name],
          html`${refusalNotice(visit, refusal)}<div class="sample ${name}">${variant.draw(drawing)}</div>`,
          variant.scripts,
        )
      },
      keyNeeded: (c, operation) =>
        markupPage(c.var.visit, words(c.var.visit).keyNeeded, keyNeeded(c.var.visit, operation)),
      finish: (c) => c.redirect('/markup?done=1', 303),
    })
  }

  // two prompts on one page: each form goes to the address of its own operation
  app.get('/markup/two', async (c) => {
    const { visit } = c.var
    const t = words(visit)
    const operations = await Promise.all(
      [LARGE, SMALL].map(async (cents) =>
        ask(core, await beginVariant(core, visit, 'list', 'payment', cents), lifetimeOf(c, core)),
      ),
    )
    return c.html(
      markupPage(
        visit,
        t.two,
        html`<div class="both">${operations.map((operation, index) => {
          const hidden = html`${csrfField(visit)}${shownFields(operation)}`
          const d = drawingOf(visit, operation, `/markup/list/${operation.id}`, hidden)
          return html`<section class="card"><h2>${index === 0 ? t.first : t.second}</h2>${moneyLines(d)}<form method="post" action="${d.action}">${d.hidden}
<p>${t.challenge}: <b>${d.challenge}</b></p><p><label>${t.response}: ${answerField()}</label></p><button>${t.confirmButton}</button></form></section>`
        })}</div>`,
      ),
    )
  })

  // a frame from another origin: it has no cookies of this site, a signed ticket stands in for them
  const sign = (id: string, wmid: string) =>
    createHmac('sha256', formKey).update(`frame:${id}:${wmid}`).digest('base64url')

  app.get('/markup/frame', async (c) => {
    const { visit } = c.var
    const operation = await beginVariant(core, visit, 'frame', modeOf(c), SMALL)
    const ticket = `${operation.id}.${operation.wmid}.${sign(operation.id, operation.wmid)}`
    const src = `${visit.origins.frame}/frame/confirm?ticket=${ticket}&lang=${visit.language}`
    const t = words(visit)
    return c.html(
      markupPage(
        visit,
        t.frame,
        html`<iframe class="pay" src="${src}" title="${t.confirmTransfer}" width="560" height="470"></iframe>`,
      ),
    )
  })

  const ticketed = async (c: Page): Promise<{ operation: Operation; ticket: string }> => {
    const ticket = c.req.query('ticket') ?? ''
    const [id = '', wmid = '', signature = ''] = ticket.split('.')
    const expected = Buffer.from(sign(id, wmid))
    const given = Buffer.from(signature)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refusal('unknown')
    return { operation: await findOperation(core, id, { wmid }), ticket }
  }

  const framePage = (c: Page, operation: Operation, ticket: string, refusal?: Refusal) => {
    const { visit } = c.var
    const d = drawingOf(visit, operation, `/frame/confirm?ticket=${ticket}`, shownFields(operation))
    c.header(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors ${visit.origins.main}; base-uri 'none'`,
    )
    return page(visit, {
      section: 'markup',
      product: '',
      title: d.t.frame,
      bare: true,
      body: operation.done
        ? goodNotice(d.t.transferDone)
        : html`${refusalNotice(visit, refusal)}<form method="post" action="${d.action}">${d.hidden}<p class="mode">${d.modeLine}</p>
<dl class="summary"><div><dt>${d.t.recipientPurse}</dt><dd>${d.movement.to}</dd></div><div><dt>${d.t.amount}</dt><dd>${d.amount}</dd></div>
<div><dt>${d.t.challenge}</dt><dd class="challenge">${d.challenge}</dd></div></dl><label class="field"><span>${d.t.response}</span>${answerField()}</label><button>${d.t.confirmButton}</button></form>`,
    })
  }

  app.get('/frame/confirm', async (c) => {
    const { operation, ticket } = await ticketed(c)
    const asked =
      operation.challenge === undefined && !operation.done
        ? await ask(core, operation, lifetimeOf(c, core))
        : operation
    return c.html(framePage(c, asked, ticket))
  })

  app.post('/frame/confirm', async (c) => {
    const { operation, ticket } = await ticketed(c)
    const form = await c.req.parseBody()
    const text = (name: string) => (typeof form[name] === 'string' ? form[name] : undefined)
    try {
      await confirm(core, operation, text('answer') ?? '', {
        purse: text('shown_purse'),
        amount: text('shown_amount'),
      })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const shown = error.code === 'expired' ? await ask(core, operation, lifetimeOf(c, core)) : operation
      return c.html(framePage(c, shown, ticket, error), 422)
    }
    return c.html(framePage(c, { ...operation, done: true }, ticket))
  })

  // only text that an E-num client would read is drawn: this is no QR service for strangers
  app.get('/frame/qr/:name', (c) => {
    const uri = readEnumUri(c.req.query('t') ?? '')
    if (uri === undefined) return c.notFound()
    return c.body(encodeQR(formatEnumUri(uri), 'svg', { border: 3 }), 200, {
      'content-type': 'image/svg+xml',
    })
  })

  return app
}

function readEnumUri(text: string): EnumUri | undefined {
  try {
    return parseEnumUri(text)
  } catch {
    return undefined
  }
}
