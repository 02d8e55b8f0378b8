import { scanTab } from '../scan-tab.ts'
import { pageReport, startTeaching } from '../teach.ts'
import type { Handlers } from './handler.ts'

export const pageHandlers: Handlers<'page.teach' | 'page.report' | 'page.scan'> = {
  async 'page.teach'({ tabId }) {
    await startTeaching(tabId)
    return null
  },
  'page.report': async ({ tabId }) => ({ report: await pageReport(tabId) }),
  'page.scan': ({ tabId }) => scanTab(tabId),
}
