import { html } from 'hono/html'
import { pursesOf } from '../../accounts.ts'
import type { Core } from '../../core.ts'
import { fill, moment, money } from '../../languages.ts'
import { transfersOf } from '../../ledger.ts'
import { currencyOf } from '../../money.ts'
import { settingsOf } from '../../settings.ts'
import type { Piece } from '../../view/layout.ts'
import { walletWords } from '../../view/wallet.ts'
import { accountOf, type Page } from '../../visit.ts'
import { webproPage } from './page.ts'

/** The purses and what came and went. */
export async function pursesPage(core: Core, c: Page, notice: Piece = ''): Promise<Piece> {
  const { visit } = c.var
  const t = walletWords(visit)
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
