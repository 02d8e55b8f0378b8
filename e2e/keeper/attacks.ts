/**
 * Hostile pages, for tests and the demo only: served when `startKeeper({ control: true })` says so, on every
 * origin of the Keeper (main, frame, sites). Pages on the main origin want a visitor who is logged in and whose
 * confirmation is on; their challenges are real and the verifier behind them is the same as everywhere.
 *
 * - `/attack` lists them all.
 * - `/attack/swap?what=…&after=…`: a real prompt (Payment; `&mode=authorization`) that changes under the user's
 *   eyes: `what` is one of `purse`, `amount`, `challenge`, `account`, `mode`, `field` (another input takes the
 *   field's place), `boxes` (the field becomes seven boxes), `hide` (the field is made invisible), `second` (a
 *   second field appears), `gone` (the prompt vanishes), or one that sends the form elsewhere: `action`,
 *   `formaction`, `form` (the field belongs to another form) and `target`. With
 *   `after` it strikes so many milliseconds after loading, without it when `#strike` is clicked. `#struck` shows
 *   what was done.
 * - `/attack/flood?count=1000&batch=50`: so many prompts with different challenges, `batch` of them per frame of
 *   animation; `#count` shows how many there are. `&churn=1` keeps replacing their challenges.
 * - `/attack/clickjack?frame=URL`: a prompt under a cover that asks for clicks, and a frame over it with any
 *   address, such as a page of the extension; `#framed` shows whether something was loaded into it.
 * - `/attack/forge?id=EXTENSION`: a prompt, and a page that sends messages which pretend to come from an
 *   approval: to its window, its frames, as DOM events and, where the browser lets it, to the extension. `#log`
 *   shows what was answered: nothing, if all is well.
 * - `/attack/lookalike?challenge=…&purse=…&amount=…`: the confirmation page of somebody else's site, with a
 *   challenge that was taken from the real one. Open it on the `sites` origin.
 * - `/attack/relay`: the page shows the shop's purse, while the Keeper recorded a transfer to a thief's. The
 *   answer for what is shown must be refused as wrong.
 * - `/attack/hidden?how=…`: a prompt that nobody can see: `none`, `invisible`, `transparent`, `outside`, `tiny`,
 *   `clipped`, `covered`, `disabled`, `readonly`.
 * - `/attack/letters?what=…`: numbers that are not what they seem: `override` and `isolate` (bidirectional controls
 *   in the challenge), `wide` and `arabic` (other digits), `cyrillic` (a purse whose letter is not Latin),
 *   `long` (65 digits), `ambiguous` (the amount `1,234`), `written`, `counted` and `attributed` (the style sheet
 *   puts digits before the amount), `mark` (a right-to-left mark within the purse).
 * - `/attack/frames?kind=…`: a prompt in a frame: `sandbox` (opaque origin), `srcdoc`, `data`, `blob`, or
 *   `foreign`: the frame is this Keeper's, the page around it is not (open it on the `sites` origin).
 * - `/attack/answers`: takes every digit that lands in the field at once, without waiting for a submit; `#taken`.
 * - `/attack/go-on?session=…`: attacks nobody: the browser goes on with a session that was begun elsewhere.
 */
import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { findAccount, pursesOf, register, SHOP } from './accounts.ts'
import type { Core } from './core.ts'
import { money } from './languages.ts'
import { amountText, currencyOf } from './money.ts'
import { ask, begin, movementOf, type Operation } from './operations.ts'
import { randomDigits, randomId } from './random.ts'
import { Refusal } from './refusal.ts'
import { shownFields } from './view/challenge.ts'
import { csrfField, type Piece, page } from './view/layout.ts'
import { accountOf, type Env, type Page, sendSession, type Visit } from './visit.ts'

const THIEF = 'thief@demo.example'
const CENTS = 2_500

const SWAPS = [
  'purse',
  'amount',
  'challenge',
  'account',
  'mode',
  'field',
  'boxes',
  'hide',
  'second',
  'gone',
  'action',
  'formaction',
  'form',
  'target',
]
/** Ways in which a prompt is not to be seen. */
export const HIDINGS = [
  'none',
  'invisible',
  'transparent',
  'outside',
  'tiny',
  'clipped',
  'covered',
  'disabled',
  'readonly',
]
const FRAMES = ['sandbox', 'srcdoc', 'data', 'blob', 'foreign']

/** What a prompt on a hostile page says; not necessarily the truth. */
interface Shown {
  challenge: string
  purse: string
  amount: string
  /** The amount as people read it. */
  amountText: string
  payment: boolean
  account: string
  action: string
  hidden: Piece
  /** More attributes of the field, and of the amount. */
  field?: string
  more?: string
}

const prompt = (shown: Shown): Piece => {
  const binding = shown.payment
    ? raw(` data-enum-purse="${shown.purse}" data-enum-amount="${shown.amount}"`)
    : ''
  return html`<section class="card narrow prompt" data-enum-challenge="${shown.challenge}"${binding}>
<p class="mode">E-num · <span class="mode-name">${shown.payment ? 'Payment' : 'Authorization'}</span> mode</p>
<p class="muted">E-num account: <span class="account">${shown.account}</span></p>
<dl class="summary"><div><dt>Recipient's purse</dt><dd class="number purse-text">${shown.purse}</dd></div>
<div><dt>Amount</dt><dd class="big amount-text"${raw(shown.more ?? '')}>${shown.amountText}</dd></div>
<div><dt>Challenge</dt><dd class="challenge">${shown.challenge}</dd></div></dl>
<form method="post" action="${shown.action}">${shown.hidden}<label class="field"><span>Response</span>
<input class="answer" name="answer" autocomplete="off" inputmode="numeric" maxlength="7"${raw(shown.field ?? '')}></label>
<button>Confirm</button></form></section>`
}

const isDigits = (text: string | undefined, longest: number): text is string =>
  text !== undefined && new RegExp(`^\\d{4,${longest}}$`).test(text)

/** The hostile pages; see the top of this file. */
export function attacks(core: Core): Hono<Env> {
  const app = new Hono<Env>()

  const attackPage = (
    c: Page,
    title: string,
    body: Piece,
    options: { data?: Record<string, string | number>; frames?: string; ancestors?: string } = {},
  ): Response | Promise<Response> => {
    c.header(
      'content-security-policy',
      [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        'img-src data:',
        "connect-src 'self'",
        `frame-src ${options.frames ?? "'none'"}`,
        `frame-ancestors ${options.ancestors ?? "'none'"}`,
        "base-uri 'none'",
      ].join('; '),
    )
    return c.html(
      page(c.var.visit, {
        section: 'markup',
        product: 'Attacks',
        title,
        scripts: ['/client/attack.js'],
        body: html`<h1>${title}</h1><div id="attack" data-attack="${JSON.stringify(options.data ?? {})}">${body}</div>`,
      }) as Promise<string>,
    )
  }

  /** A real transfer of 25.00 WMZ of the visitor's own, with its challenge. */
  const realOperation = async (
    visit: Visit,
    mode: 'payment' | 'authorization',
    to: string,
  ): Promise<Operation> => {
    const { wmid } = accountOf(visit)
    const [source] = await pursesOf(core.store, wmid)
    if (source === undefined) throw new Refusal('purse-invalid')
    const movement = { from: source.purse, to, cents: CENTS, note: 'attack' }
    return ask(
      core,
      await begin(core, { wmid, section: 'attack', mode, task: { kind: 'transfer', movement } }),
    )
  }

  const realPrompt = async (c: Page): Promise<Shown> => {
    const { visit } = c.var
    const mode = c.req.query('mode') === 'authorization' ? 'authorization' : 'payment'
    const operation = await realOperation(visit, mode, SHOP.purses.Z ?? '')
    return shownOf(visit, operation)
  }

  app.get('/attack', (c) => {
    const links = [
      ...SWAPS.map((what) => `swap?what=${what}`),
      'flood?count=1000',
      'clickjack',
      'forge',
      'lookalike',
      'relay',
      ...HIDINGS.map((how) => `hidden?how=${how}`),
      ...Object.keys(LETTERS).map((what) => `letters?what=${what}`),
      ...FRAMES.map((kind) => `frames?kind=${kind}`),
      'answers',
    ]
    return attackPage(
      c,
      'Attacks',
      html`<ul>${links.map((link) => html`<li><a href="/attack/${link}">${link}</a></li>`)}</ul>`,
    )
  })

  app.get('/attack/swap', async (c) => {
    const what = SWAPS.find((one) => one === c.req.query('what')) ?? 'purse'
    const after = Number(c.req.query('after'))
    const shown = await realPrompt(c)
    return attackPage(
      c,
      `A prompt that changes: ${what}`,
      html`${prompt(shown)}<p><button type="button" class="quiet" id="strike">Strike</button> <output id="struck"></output></p>`,
      {
        data: {
          kind: 'swap',
          what,
          ...(Number.isFinite(after) && after > 0 ? { after } : {}),
          purse: SHOP.purses.E ?? '',
          challenge: randomDigits(8),
        },
      },
    )
  })

  app.get('/attack/flood', (c) => {
    const count = Math.min(Math.max(Number(c.req.query('count') ?? 1000) || 1000, 1), 50_000)
    const batch = Math.min(Math.max(Number(c.req.query('batch') ?? 50) || 50, 1), 5_000)
    return attackPage(
      c,
      `${count} prompts`,
      html`<p><output id="count">0</output></p><div id="flood"></div>`,
      {
        data: {
          kind: 'flood',
          count,
          batch,
          churn: c.req.query('churn') === '1' ? 1 : 0,
          purse: SHOP.purses.Z ?? '',
        },
      },
    )
  })

  app.get('/attack/clickjack', async (c) => {
    const frame = c.req.query('frame') ?? ''
    const allowed = /^(?:chrome-extension|moz-extension):\/\/[\w-]+\/[\w./?=&-]*$/.test(frame) ? frame : ''
    return attackPage(
      c,
      'You have won',
      html`<div class="jack">${prompt(await realPrompt(c))}<button type="button" class="lure">Collect the prize</button>
${allowed === '' ? '' : html`<iframe id="target" src="${allowed}" title="prize" width="420" height="600"></iframe>`}</div><output id="framed"></output>`,
      { data: { kind: 'clickjack' }, frames: 'chrome-extension: moz-extension:' },
    )
  })

  app.get('/attack/forge', async (c) =>
    attackPage(c, 'Forged messages', html`${prompt(await realPrompt(c))}<ol id="log"></ol>`, {
      data: { kind: 'forge', id: (c.req.query('id') ?? '').replace(/[^\w@.{}-]/g, '') },
    }),
  )

  app.get('/attack/lookalike', (c) => {
    const given = c.req.query('challenge')
    return attackPage(
      c,
      'Keeper WebPro',
      prompt({
        challenge: isDigits(given, 64) ? given : randomDigits(8),
        purse: /^[A-Z]?\d{12}$/.test(c.req.query('purse') ?? '')
          ? (c.req.query('purse') ?? '')
          : (SHOP.purses.Z ?? ''),
        amount: /^\d{1,9}\.\d\d$/.test(c.req.query('amount') ?? '')
          ? (c.req.query('amount') ?? '')
          : amountText(CENTS),
        amountText: `${amountText(CENTS)} WMZ`,
        payment: true,
        account: 'you@example.org',
        action: '/attack/collected',
        hidden: '',
      }),
    )
  })

  app.get('/attack/relay', async (c) => {
    const { visit } = c.var
    const thief = await thiefPurse(core)
    const operation = await realOperation(visit, 'payment', thief)
    const shown = shownOf(visit, operation)
    return attackPage(
      c,
      'A changed recipient',
      prompt({ ...shown, purse: SHOP.purses.Z ?? '', hidden: csrfField(visit) }),
    )
  })

  app.get('/attack/hidden', async (c) => {
    const how = HIDINGS.find((one) => one === c.req.query('how')) ?? 'none'
    const attribute = how === 'disabled' ? ' disabled' : how === 'readonly' ? ' readonly' : ''
    return attackPage(
      c,
      `Nobody can see it: ${how}`,
      html`<div class="hiding ${how}">${prompt({ ...(await realPrompt(c)), field: attribute })}</div>`,
      {
        data: { kind: 'hidden', how },
      },
    )
  })

  app.get('/attack/letters', async (c) => {
    const what = c.req.query('what') ?? 'override'
    const change = Object.hasOwn(LETTERS, what) ? LETTERS[what] : undefined
    if (change === undefined) return c.notFound()
    return attackPage(
      c,
      `Not what it seems: ${what}`,
      prompt({ ...(await realPrompt(c)), ...change(await realPrompt(c)) }),
    )
  })

  app.get('/attack/frames', (c) => {
    const kind = FRAMES.find((one) => one === c.req.query('kind')) ?? 'sandbox'
    const inner = `${kind === 'foreign' ? c.var.visit.origins.main : ''}/attack/framed?n=${randomDigits(8)}`
    const sandbox = kind === 'sandbox' ? raw(' sandbox="allow-scripts allow-forms"') : ''
    const source = kind === 'sandbox' || kind === 'foreign' ? html` src="${inner}"` : ''
    return attackPage(
      c,
      `A prompt in a frame: ${kind}`,
      html`<iframe id="inner" width="620" height="520" title="${kind}"${source}${sandbox}></iframe>`,
      {
        data: { kind: 'frames', how: kind, inner },
        frames: '* data: blob:',
      },
    )
  })

  app.get('/attack/framed', (c) => {
    const given = c.req.query('n')
    return attackPage(
      c,
      'Framed',
      prompt({
        challenge: isDigits(given, 8) ? given : randomDigits(8),
        purse: SHOP.purses.Z ?? '',
        amount: amountText(CENTS),
        amountText: `${amountText(CENTS)} WMZ`,
        payment: true,
        account: 'you@example.org',
        action: '/attack/collected',
        hidden: '',
      }),
      { ancestors: '*' },
    )
  })

  app.get('/attack/go-on', (c) => {
    sendSession(c, c.req.query('session') ?? '')
    return c.redirect('/', 303)
  })

  app.get('/attack/answers', async (c) =>
    attackPage(c, 'A greedy page', html`${prompt(await realPrompt(c))}<output id="taken"></output>`, {
      data: { kind: 'answers' },
    }),
  )

  app.post('/attack/collected', (c) =>
    attackPage(c, 'Collected', html`<p>Nothing was confirmed by this.</p>`),
  )

  return app
}

function shownOf(visit: Visit, operation: Operation): Shown {
  const movement = movementOf(operation.task)
  if (movement === undefined || operation.challenge === undefined) throw new Refusal('unknown')
  return {
    challenge: operation.challenge.digits,
    purse: movement.to,
    amount: amountText(movement.cents),
    amountText: `${money(visit.language, movement.cents)} ${currencyOf(movement.to)}`,
    payment: operation.mode === 'payment',
    account: accountOf(visit).email,
    action: `/light/confirm/${operation.id}`,
    hidden: html`${csrfField(visit)}${shownFields(operation)}`,
  }
}

/** A purse of an account that only hostile pages know; made when the first of them needs it. */
async function thiefPurse(core: Core): Promise<string> {
  const thief =
    (await findAccount(core.store, THIEF)) ?? (await register(core, { email: THIEF, password: randomId() }))
  const [purse] = await pursesOf(core.store, thief.wmid)
  if (purse === undefined) throw new Refusal('purse-unknown')
  return purse.purse
}

const digitsFrom = (zero: number, text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))

const before = (rule: string, rest: Piece): Piece =>
  html`<style>${raw(`.amount-text::before { ${rule} }`)}</style>${rest}`

const LETTERS: Record<string, (shown: Shown) => Partial<Shown>> = {
  override: ({ challenge }) => ({ challenge: `\u202e${challenge}\u202c` }),
  isolate: ({ challenge }) => ({ challenge: `${challenge.slice(0, 4)}\u2067${challenge.slice(4)}\u2069` }),
  wide: ({ challenge }) => ({ challenge: digitsFrom(0xff10, challenge) }),
  arabic: ({ challenge }) => ({ challenge: digitsFrom(0x660, challenge) }),
  cyrillic: ({ purse }) => ({ purse: `З${purse.slice(1)}` }),
  long: () => ({ challenge: randomDigits(65) }),
  ambiguous: () => ({ amount: '1,234', amountText: '1,234 WMZ' }),
  written: ({ hidden }) => ({ hidden: before('content: "1"', hidden) }),
  counted: ({ hidden }) => ({ hidden: before('counter-reset: sum 1; content: counter(sum)', hidden) }),
  attributed: ({ hidden }) => ({
    hidden: before('content: attr(data-more)', hidden),
    more: ' data-more="1"',
  }),
  mark: ({ purse }) => ({ purse: `${purse.slice(0, 7)}\u200f${purse.slice(7)}` }),
}
