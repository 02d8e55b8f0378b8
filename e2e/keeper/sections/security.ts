import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import { DEFAULT_PAYMENT_SUITE, DEFAULT_SUITE } from '../../../src/protocol/index.ts'
import { confirmationPages } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { keyUri, offerKey, removeKey } from '../enrolment.ts'
import { fill, inLanguage, money } from '../languages.ts'
import { begin, type Operation } from '../operations.ts'
import type { Refusal } from '../refusal.ts'
import { ROBOT_CENTS, ROBOT_COUNT, type Settings, settingsOf } from '../settings.ts'
import { start } from '../start.ts'
import { enumUri, qrCode, renewForm, validUntil } from '../view/challenge.ts'
import { csrfField, goodNotice, type Piece, page, refusalNotice } from '../view/layout.ts'
import { robotNotice } from '../view/wallet.ts'
import { accountOf, type Env, type Page, readForm, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { security as table } from '../words/security.ts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(table, visit.language),
})

type Tab = 'overview' | 'confirmation'

function securityPage(visit: Visit, tab: Tab, title: string, body: Piece): Piece {
  const t = words(visit)
  return page(visit, {
    section: 'security',
    product: 'Security',
    title,
    links: [
      { href: '/security/', label: t.overview, current: tab === 'overview' },
      { href: '/security/confirmation', label: t.confirmation, current: tab === 'confirmation' },
      { href: '/light/', label: 'WebPro' },
      { href: '/mini/', label: 'Standard' },
    ],
    body,
  })
}

const NOTICES = {
  enabled: 'enabledNotice',
  disabled: 'disabledNotice',
  removed: 'removedNotice',
  saved: 'savedNotice',
} as const

const AFTER = { enable: 'enabled', disable: 'disabled', settings: 'saved' } as const

async function confirmationTab(core: Core, c: Page): Promise<Piece> {
  const { visit } = c.var
  const t = words(visit)
  const account = accountOf(visit)
  const settings = await settingsOf(core.store, account.wmid)
  const said = Object.entries(NOTICES).find(([name]) => name === c.req.query('notice'))?.[1]
  const on = settings.confirmation && settings.keyState === 'ready'
  const status = on ? t.statusOn : settings.keyState === 'offered' ? t.statusOffered : t.statusOff
  return securityPage(
    visit,
    'confirmation',
    t.confirmation,
    html`${said === undefined ? '' : goodNotice(t[said])}${robotNotice(visit, settings)}
<h1>${t.confirmation}</h1><p class="lead">${t.lead}</p>
<ul class="methods">
<li class="card method" id="enum"><span class="badge" aria-hidden="true">E</span>
<div class="what"><h2>${t.enumName}</h2><p>${t.enumWhat}</p></div>
<span class="chip${on ? ' on' : ''}">${status}</span>
${enumActions(visit, settings)}</li>
<li class="card method"><span class="badge grey" aria-hidden="true">✉</span>
<div class="what"><h2>${t.smsName}</h2><p>${t.smsWhat}</p></div><span class="chip">${t.always}</span></li>
</ul>
${settings.keyState === 'offered' ? offered(visit, settings) : ''}
${settings.keyState === 'ready' ? modeForm(visit, settings) : ''}`,
  )
}

function enumActions(visit: Visit, settings: Settings): Piece {
  const t = words(visit)
  if (settings.keyState !== 'ready') {
    return html`<form method="post" action="/security/enum/add">${csrfField(visit)}
<button${settings.keyState === 'offered' ? raw(' class="quiet"') : ''} aria-describedby="enum">${t.add}</button></form>`
  }
  const kind = settings.confirmation ? 'disable' : 'enable'
  return html`<form method="post" action="/security/enum/${kind}">${csrfField(visit)}
<button class="${settings.confirmation ? 'quiet' : ''}">${settings.confirmation ? t.disable : t.enable}</button></form>
${
  settings.confirmation
    ? ''
    : html`<form method="post" action="/security/enum/remove">${csrfField(visit)}<button class="link">${t.removeKey}</button></form>`
}`
}

function offered(visit: Visit, settings: Settings): Piece {
  const t = words(visit)
  const account = accountOf(visit)
  const uri = keyUri(account, settings.offeredSecret ?? '', visit.origins)
  return html`<ol class="card steps">
<li><h2>${t.step1}</h2><p>${t.emailIs}</p><p class="email">${account.email}</p></li>
<li><h2>${t.step2}</h2><p>${t.step2Why}</p>
<div class="handover"><div><p><a class="button soft" id="key-link" href="${uri}">${t.keyLink}</a></p>
<details><summary>${t.secretShow}</summary><dl class="plain">
<div><dt>${t.secret}</dt><dd class="number wrap">${settings.offeredSecret ?? ''}</dd></div>
<div><dt>${t.suite}</dt><dd class="number wrap">${DEFAULT_SUITE}</dd></div>
<div><dt>${t.paymentSuite}</dt><dd class="number wrap">${DEFAULT_PAYMENT_SUITE}</dd></div></dl></details></div>
${qrCode(uri, t.qrKeyAlt)}</div></li>
<li><h2>${t.step3}</h2><form method="post" action="/security/enum/enable">${csrfField(visit)}
<button id="enable">${t.enable}</button></form></li>
</ol>`
}

function modeForm(visit: Visit, settings: Settings): Piece {
  const t = words(visit)
  const choice = (mode: Settings['mode'], name: string) => html`<label class="choice">
<input type="radio" name="mode" value="${mode}"${settings.mode === mode ? raw(' checked') : ''}><span><b>${name}</b></span></label>`
  return html`<form class="card form" method="post" action="/security/settings">${csrfField(visit)}
<fieldset class="field"><legend>${t.usualMode}</legend><p class="aside">${t.usualModeWhy}</p>
${choice('payment', t.modePayment)}${choice('authorization', t.modeAuthorization)}</fieldset>
<label class="choice"><input type="checkbox" name="exempt" value="1"${settings.exemptTrusted ? raw(' checked') : ''}>
<span>${t.exempt}</span></label>
<p class="actions"><button>${t.save}</button></p></form>`
}

function answerPage(visit: Visit, operation: Operation, refusal?: Refusal): Piece {
  const t = words(visit)
  const account = accountOf(visit)
  const { kind } = operation.task
  const title = kind === 'enable' ? t.enable : kind === 'disable' ? t.disableTitle : t.changeSettings
  const action = `/security/enum/answer/${operation.id}`
  const digits = operation.challenge?.digits
  return securityPage(
    visit,
    'confirmation',
    title,
    html`<h1>${title}</h1>
<div class="card sheet">
<dl class="summary"><div><dt>${t.account}</dt><dd class="big">${account.email}</dd></div></dl>
${refusalNotice(visit, refusal)}
${
  digits === undefined
    ? html`<p>${t.noRequest}</p><form method="post" action="${action}">${csrfField(visit)}
<p class="actions"><button name="renew" value="1" id="request">${t.requestChallenge}</button>
<a class="quiet" href="/security/confirmation">${t.cancel}</a></p></form>`
    : html`<p class="mode">${fill(t.modeLine, { mode: t.modeAuthorization })}</p>
<div class="ask"><dl class="question"><dt>${t.challenge}:</dt><dd class="challenge">${digits}</dd></dl>
<div class="scan">${qrCode(enumUri(operation), t.qrAlt)}<a href="${enumUri(operation)}">${t.openInClient}</a></div></div>
${validUntil(visit, operation)}
<p class="how">${t.howAuthorization}</p>
<form method="post" action="${action}">${csrfField(visit)}
<label class="field" for="response"><span>${t.responseDigits}:</span></label>
<input id="response" class="answer" name="answer" required autocomplete="off" inputmode="numeric" maxlength="7">
<p class="actions"><button>${t.authorize}</button> <a class="quiet" href="/security/confirmation">${t.cancel}</a></p></form>
${renewForm(visit, action)}`
}
</div>`,
  )
}

/** The Security service: the key, confirmation on and off, the usual mode, what the robot does. */
export function security(core: Core): Hono<Env> {
  const app = new Hono<Env>()
  const wmidOf = (c: Page) => accountOf(c.var.visit).wmid

  app.get('/security', (c) => c.redirect('/security/'))
  app.get('/transconfirm', (c) => c.redirect('/security/confirmation'))

  app.get('/security/', async (c) => {
    const { visit } = c.var
    const t = words(visit)
    const settings = await settingsOf(core.store, wmidOf(c))
    const on = settings.confirmation && settings.keyState === 'ready'
    return c.html(
      securityPage(
        visit,
        'overview',
        t.title,
        html`${robotNotice(visit, settings)}<h1>${t.title}</h1><p class="lead">${t.overviewLead}</p>
<div class="tiles">
<section class="card tile"><h2>${t.enumConfirmation}</h2><p><span class="chip${on ? ' on' : ''}">${on ? t.statusOn : t.statusOff}</span></p>
<p class="actions"><a class="button" href="/security/confirmation">${t.open}</a></p></section>
<section class="card tile"><h2>${t.robotTitle}</h2><p>${fill(t.robotWhat, { count: ROBOT_COUNT, large: money(visit.language, ROBOT_CENTS.Z ?? 0) })}</p></section>
<section class="card tile"><h2>${t.personal}</h2><p>${t.personalWhat}</p>
<p class="actions"><a class="button soft" href="/passport/">${t.open}</a></p></section>
</div>`,
      ),
    )
  })

  app.get('/security/confirmation', async (c) => c.html(await confirmationTab(core, c)))

  app.post('/security/enum/add', async (c) => {
    await readForm(c)
    await offerKey(core, wmidOf(c))
    return c.redirect('/security/confirmation', 303)
  })

  app.post('/security/enum/remove', async (c) => {
    await readForm(c)
    await removeKey(core, wmidOf(c))
    return c.redirect('/security/confirmation?notice=removed', 303)
  })

  for (const kind of ['enable', 'disable'] as const) {
    app.post(`/security/enum/${kind}`, async (c) => {
      await readForm(c)
      const operation = await begin(core, {
        wmid: wmidOf(c),
        section: 'security',
        mode: 'authorization',
        task: { kind },
      })
      return c.redirect(`/security/enum/answer/${operation.id}`, 303)
    })
  }

  app.post('/security/settings', async (c) => {
    const form = await readForm(c)
    const mode = form.mode === 'authorization' ? 'authorization' : 'payment'
    const task = { kind: 'settings', mode, exemptTrusted: form.exempt === '1' } as const
    const operation = await start(core, wmidOf(c), task, { section: 'security', mode: 'authorization' })
    return c.redirect(
      operation === undefined
        ? '/security/confirmation?notice=saved'
        : `/security/enum/answer/${operation.id}`,
      303,
    )
  })

  confirmationPages(app, core, {
    base: '/security/enum/answer',
    onRequest: true,
    who: (c) => ({ wmid: wmidOf(c) }),
    prompt: (c, operation, refusal) => answerPage(c.var.visit, operation, refusal),
    finish: (c, operation) =>
      c.redirect(
        `/security/confirmation?notice=${AFTER[operation.task.kind === 'enable' || operation.task.kind === 'disable' ? operation.task.kind : 'settings']}`,
        303,
      ),
  })

  return app
}
