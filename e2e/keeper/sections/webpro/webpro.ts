import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import { dismissRobot } from '../../settings.ts'
import { goodNotice } from '../../view/layout.ts'
import { accountOf, type Env, readForm } from '../../visit.ts'
import { confirmPages, doneTitle, TASKS } from './confirming.ts'
import { contactPages } from './contacts.ts'
import { invoicePages } from './invoices.ts'
import { pursesPage } from './purses.ts'
import { transferPages } from './transfer.ts'

/** WebPro: purses, transfers in both modes, invoices, contacts. */
export function webpro(core: Core): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/light', (c) => c.redirect('/light/'))
  app.get('/light/', async (c) => {
    const done = c.req.query('done')
    const notice = TASKS.find((kind) => kind === done)
    return c.html(
      await pursesPage(core, c, notice === undefined ? '' : goodNotice(doneTitle(c.var.visit, notice))),
    )
  })

  transferPages(app, core)
  confirmPages(app, core)
  invoicePages(app, core)
  contactPages(app, core)

  app.post('/light/robot', async (c) => {
    await readForm(c)
    await dismissRobot(core.store, accountOf(c.var.visit).wmid)
    return c.redirect('/light/', 303)
  })

  return app
}
