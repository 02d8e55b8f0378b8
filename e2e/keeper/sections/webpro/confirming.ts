import type { Hono } from 'hono'
import { html } from 'hono/html'
import { confirmationPages } from '../../confirmation.ts'
import type { Core } from '../../core.ts'
import { fill } from '../../languages.ts'
import { amountText } from '../../money.ts'
import { movementOf, type Operation, type Task } from '../../operations.ts'
import type { Refusal } from '../../refusal.ts'
import { settingsOf } from '../../settings.ts'
import { enumUri, qrCode, renewForm, shownFields, validUntil } from '../../view/challenge.ts'
import { csrfField, type Piece, refusalNotice } from '../../view/layout.ts'
import { keyNeeded, summary, walletWords } from '../../view/wallet.ts'
import { accountOf, type Env, type Page, type Visit } from '../../visit.ts'
import { type Tab, webproPage } from './page.ts'

async function promptPage(core: Core, c: Page, operation: Operation, refusal?: Refusal): Promise<Piece> {
  const { visit } = c.var
  const t = walletWords(visit)
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
  const t = walletWords(visit)
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

/** What WebPro carries out. */
export const TASKS = ['transfer', 'invoice', 'contact', 'trust'] as const

export function doneTitle(visit: Visit, kind: Task['kind']): string {
  const t = walletWords(visit)
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

/** The challenge, and what comes after its answer. */
export function confirmPages(app: Hono<Env>, core: Core): void {
  confirmationPages(app, core, {
    base: '/light/confirm',
    who: (c) => ({ wmid: accountOf(c.var.visit).wmid }),
    prompt: (c, operation, refusal) => promptPage(core, c, operation, refusal),
    keyNeeded: async (c, operation) =>
      webproPage(
        c.var.visit,
        await settingsOf(core.store, operation.wmid),
        tabOf(operation),
        walletWords(c.var.visit).keyNeeded,
        html`<h1>${walletWords(c.var.visit).keyNeeded}</h1>${keyNeeded(c.var.visit, operation)}`,
      ),
    finish: async (c, operation) => {
      const { visit } = c.var
      const t = walletWords(visit)
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
}
