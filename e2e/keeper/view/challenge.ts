import { html, raw } from 'hono/html'
import encodeQR from 'qr'
import { formatEnumUri } from '../../../src/protocol/index.ts'
import { fill, inLanguage, type Language } from '../languages.ts'
import { boundPurse } from '../ledger.ts'
import { amountText } from '../money.ts'
import { movementOf, type Operation } from '../operations.ts'
import type { Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { csrfField, type Piece } from './layout.ts'

/** A QR code as inline SVG, black on white whatever the page's colours are. */
export const qrCode = (text: string, label: string): Piece =>
  html`<div class="qr">${raw(
    encodeQR(text, 'svg', { border: 3, ecc: 'medium' }).replace(
      '<svg ',
      `<svg role="img" aria-label="${label.replace(/["&<>]/g, '')}" `,
    ),
  )}</div>`

/** The address that a client reads from a link or a QR code for this operation's challenge. */
export function enumUri(operation: Operation): string {
  const challenge = operation.challenge?.digits ?? ''
  const movement = movementOf(operation.task)
  return operation.mode === 'payment' && movement !== undefined
    ? formatEnumUri({
        mode: 'payment',
        challenge,
        purse: boundPurse(movement),
        amount: amountText(movement.cents),
      })
    : formatEnumUri({ mode: 'authorization', challenge })
}

/** What the page shows of purse and amount comes back with the answer, so that a changed page gives itself away. */
export function shownFields(operation: Operation): Piece {
  const movement = movementOf(operation.task)
  return movement === undefined
    ? ''
    : html`<input type="hidden" name="shown_purse" value="${boundPurse(movement)}">
<input type="hidden" name="shown_amount" value="${amountText(movement.cents)}">`
}

export const clock = (language: Language, at: number): string =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium', timeZone: 'UTC', hourCycle: 'h23' }).format(at)

/** Until when a challenge can be answered. */
export const validUntil = (visit: Visit, operation: Operation): Piece =>
  html`<p class="valid">${fill(inLanguage(common, visit.language).validUntil, {
    time: `${clock(visit.language, operation.challenge?.expiresAt ?? 0)} UTC`,
  })}</p>`

/** A form of its own that asks for another challenge. */
export const renewForm = (visit: Visit, action: string): Piece =>
  html`<form class="renew" method="post" action="${action}">${csrfField(visit)}
<button class="link" name="renew" value="1">${inLanguage(common, visit.language).newChallenge}</button></form>`
