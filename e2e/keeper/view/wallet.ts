import { html } from 'hono/html'
import { inLanguage, money } from '../languages.ts'
import { currencyOf } from '../money.ts'
import { movementOf, type Operation } from '../operations.ts'
import type { Settings } from '../settings.ts'
import type { Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { wallet } from '../words/wallet.ts'
import { csrfField, type Piece } from './layout.ts'

/** The words that every wallet of the Keeper uses. */
export const walletWords = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(wallet, visit.language),
})

/** What the security robot did and why, until the user says that it was read. */
export function robotNotice(visit: Visit, settings: Settings): Piece {
  if (settings.robotReason === null) return ''
  const t = walletWords(visit)
  return html`<form class="notice robot" method="post" action="/light/robot">${csrfField(visit)}
<div><b>${t.robot}</b><p>${settings.robotReason === 'many' ? t.robotMany : t.robotLarge}</p></div>
<button class="quiet">${t.understood}</button></form>`
}

/** The page of an operation that waits for a key. */
export const keyNeeded = (visit: Visit, operation: Operation): Piece => {
  const t = walletWords(visit)
  return html`<section class="card narrow"><p>${t.keyNeededWhy}</p>
${operation.mode === 'payment' ? summary(visit, operation) : ''}
<p class="actions"><a class="button" href="/security/confirmation">${t.addKey}</a></p></section>`
}

/** What an operation is about, in a definition list. */
export function summary(visit: Visit, operation: Operation): Piece {
  const t = walletWords(visit)
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
