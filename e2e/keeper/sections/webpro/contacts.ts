import type { Hono } from 'hono'
import { html } from 'hono/html'
import { contactsOf, findAccount } from '../../accounts.ts'
import type { Core } from '../../core.ts'
import { Refusal } from '../../refusal.ts'
import { settingsOf } from '../../settings.ts'
import { csrfField, type Piece, refusalNotice } from '../../view/layout.ts'
import { walletWords } from '../../view/wallet.ts'
import { accountOf, type Env, type Page, readForm } from '../../visit.ts'
import { goOn, webproPage } from './page.ts'

/** Contacts, added and trusted. */
export function contactPages(app: Hono<Env>, core: Core): void {
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
    return goOn(core, c, { kind: 'contact', contact: found.wmid, name }, 'authorization')
  })

  app.post('/light/contacts/:id/trust', async (c) => {
    await readForm(c)
    const account = accountOf(c.var.visit)
    const contact = (await contactsOf(core.store, account.wmid)).find(({ id }) => id === c.req.param('id'))
    if (contact === undefined) throw new Refusal('unknown')
    return goOn(core, c, { kind: 'trust', contactId: contact.id, name: contact.name }, 'authorization')
  })
}

async function contactsPage(core: Core, c: Page, refusal?: Refusal): Promise<Piece> {
  const { visit } = c.var
  const t = walletWords(visit)
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
