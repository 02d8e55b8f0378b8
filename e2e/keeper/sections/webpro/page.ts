import { html } from 'hono/html'
import type { Core } from '../../core.ts'
import type { Task } from '../../operations.ts'
import type { Mode, Settings } from '../../settings.ts'
import { start } from '../../start.ts'
import { type Piece, page } from '../../view/layout.ts'
import { robotNotice, walletWords } from '../../view/wallet.ts'
import { accountOf, type Page, type Visit } from '../../visit.ts'

export type Tab = 'purses' | 'transfer' | 'invoices' | 'contacts'

/** A whole WebPro page: the section's navigation, the robot's notice where there is one, and the body. */
export function webproPage(
  visit: Visit,
  settings: Settings,
  tab: Tab,
  title: string,
  body: Piece,
  scripts: string[] = [],
): Piece {
  const t = walletWords(visit)
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

/** Sends the browser to the confirmation, or to the end where none was needed. */
export async function goOn(core: Core, c: Page, task: Task, mode: Mode): Promise<Response> {
  const operation = await start(core, accountOf(c.var.visit).wmid, task, { section: 'webpro', mode })
  return c.redirect(
    operation === undefined ? `/light/?done=${task.kind}` : `/light/confirm/${operation.id}`,
    303,
  )
}
