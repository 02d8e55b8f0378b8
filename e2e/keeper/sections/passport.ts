import { Hono } from 'hono'
import { html } from 'hono/html'
import { confirmationPages } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { fill, inLanguage } from '../languages.ts'
import { begin, type Operation } from '../operations.ts'
import type { Refusal } from '../refusal.ts'
import { settingsOf } from '../settings.ts'
import { clock, renewForm, validUntil } from '../view/challenge.ts'
import { csrfField, goodNotice, type Piece, page, refusalNotice } from '../view/layout.ts'
import { accountOf, type Env, openSections, type Page, readForm, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { passport as table } from '../words/passport.ts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(table, visit.language),
})

type Tab = 'centre' | 'personal' | 'documents'

const passportPage = (visit: Visit, tab: Tab, title: string, body: Piece): Piece => {
  const t = words(visit)
  return page(visit, {
    section: 'passport',
    product: 'Passport',
    title,
    links: [
      { href: '/passport/', label: t.centre, current: tab === 'centre' },
      { href: '/passport/personal', label: t.personal, current: tab === 'personal' },
      { href: '/passport/documents', label: t.documents, current: tab === 'documents' },
    ],
    body,
  })
}

/** Whether this visit may see the protected sections now. */
async function isOpen(core: Core, visit: Visit): Promise<boolean> {
  const settings = await settingsOf(core.store, accountOf(visit).wmid)
  return !settings.confirmation || visit.openedUntil > core.now()
}

const closed = (visit: Visit, tab: 'personal' | 'documents'): Piece => {
  const t = words(visit)
  const title = tab === 'personal' ? t.personal : t.documents
  return passportPage(
    visit,
    tab,
    title,
    html`<h1>${title}</h1><section class="card sealed"><span class="seal" aria-hidden="true"></span>
<div><h2>${t.closed}</h2><p>${t.closedWhy}</p>
<form method="post" action="/passport/authorize">${csrfField(visit)}<button name="to" value="${tab}">${t.openIt}</button></form></div></section>`,
  )
}

/** The challenge in running text and a definition list, without links or pictures. */
function promptPage(visit: Visit, operation: Operation, refusal?: Refusal): Piece {
  const t = words(visit)
  const action = `/passport/authorize/${operation.id}`
  return passportPage(
    visit,
    'centre',
    t.additional,
    html`<h1>${t.additional}</h1><section class="card narrow">${refusalNotice(visit, refusal)}
<p class="mode">${fill(t.modeLine, { mode: t.modeAuthorization })}</p><p class="how">${t.howAuthorization}</p>
<form method="post" action="${action}">${csrfField(visit)}
<dl class="qa"><dt>${t.account}</dt><dd>${accountOf(visit).email}</dd>
<dt>${t.challenge}</dt><dd><span class="challenge">${operation.challenge?.digits ?? ''}</span>${validUntil(visit, operation)}</dd>
<dt><label for="otvet">${t.response}</label></dt><dd><input id="otvet" class="answer" name="answer" maxlength="7" required autocomplete="off" inputmode="numeric"></dd></dl>
<p class="actions"><button>${t.authorize}</button> <a class="quiet" href="/passport/">${t.cancel}</a></p></form>
${renewForm(visit, action)}</section>`,
  )
}

/** The verification centre: a public certificate, and data that open after additional authorization only. */
export function passport(core: Core): Hono<Env> {
  const app = new Hono<Env>()
  const until = (visit: Visit) =>
    visit.openedUntil > core.now()
      ? html`<p class="aside">${fill(words(visit).openUntil, { time: `${clock(visit.language, visit.openedUntil)} UTC` })}</p>`
      : ''

  app.get('/passport', (c) => c.redirect('/passport/'))
  app.get('/passport/', (c) => {
    const { visit } = c.var
    const t = words(visit)
    const account = accountOf(visit)
    return c.html(
      passportPage(
        visit,
        'centre',
        t.centre,
        html`<h1>${t.centre}</h1><p class="lead">${t.lead}</p>
<section class="card certificate"><p class="kind">${t.certificate} · ${t.formal}</p><p class="holder">${account.name}</p><p class="number">WMID ${account.wmid}</p></section>`,
      ),
    )
  })

  app.get('/passport/personal', async (c) => {
    const { visit } = c.var
    const t = words(visit)
    const account = accountOf(visit)
    if (!(await isOpen(core, visit))) return c.html(closed(visit, 'personal'))
    return c.html(
      passportPage(
        visit,
        'personal',
        t.personal,
        html`<h1>${t.personal}</h1>${until(visit)}${c.req.query('saved') === '1' ? goodNotice(t.saved) : ''}
<form class="card form" method="post" action="/passport/personal">${csrfField(visit)}
<label class="field"><span>${t.name}</span><input name="name" value="${account.name}" required maxlength="80" autocomplete="name"></label>
<label class="field"><span>${t.phone}</span><input name="phone" value="${account.phone}" required maxlength="24" autocomplete="tel"></label>
<label class="field"><span>${t.email}</span><input value="${account.email}" readonly></label>
<p class="actions"><button>${t.save}</button></p></form>`,
      ),
    )
  })

  app.post('/passport/personal', async (c) => {
    const form = await readForm(c)
    const { visit } = c.var
    if (!(await isOpen(core, visit))) return c.html(closed(visit, 'personal'), 403)
    const name = (form.name ?? '').trim().slice(0, 80)
    const phone = (form.phone ?? '').trim().slice(0, 24)
    if (name !== '' && /^\+?[\d ()-]{5,}$/.test(phone)) {
      await core.store.query('UPDATE accounts SET name = $2, phone = $3 WHERE wmid = $1', [
        accountOf(visit).wmid,
        name,
        phone,
      ])
    }
    return c.redirect('/passport/personal?saved=1', 303)
  })

  app.get('/passport/documents', async (c) => {
    const { visit } = c.var
    const t = words(visit)
    if (!(await isOpen(core, visit))) return c.html(closed(visit, 'documents'))
    return c.html(
      passportPage(
        visit,
        'documents',
        t.documents,
        html`<h1>${t.documentList}</h1>${until(visit)}
<ul class="papers">${[t.passportPage, t.address].map((name) => html`<li class="card"><span class="paper" aria-hidden="true"></span><b>${name}</b><span class="chip on">${t.checked}</span></li>`)}</ul>`,
      ),
    )
  })

  app.post('/passport/authorize', async (c) => {
    const form = await readForm(c)
    const operation = await begin(core, {
      wmid: accountOf(c.var.visit).wmid,
      section: 'passport',
      mode: 'authorization',
      task: { kind: 'open', to: form.to === 'documents' ? 'documents' : 'personal' },
    })
    return c.redirect(`/passport/authorize/${operation.id}`, 303)
  })

  confirmationPages(app, core, {
    base: '/passport/authorize',
    who: (c) => ({ wmid: accountOf(c.var.visit).wmid }),
    prompt: (c, operation, refusal) => promptPage(c.var.visit, operation, refusal),
    finish: async (c: Page, operation) => {
      // only the answer opens; an operation that was used opens nothing when its page is opened again
      if (c.req.method === 'POST') await openSections(core, c.var.visit)
      return c.redirect(operation.task.kind === 'open' ? `/passport/${operation.task.to}` : '/passport/', 303)
    },
  })

  return app
}
