import { browser } from '../browser.ts'
import { usableOrigin } from '../hosts.ts'

export interface ActiveTab {
  id: number
  /** Where Answerkey could run; absent on the browser's own pages, or when the browser does not tell. */
  origin?: string
}

/** The tab below the popup. */
export async function activeTab(): Promise<ActiveTab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true })
  if (tab?.id === undefined) return undefined
  const origin = usableOrigin(tab.url)
  return { id: tab.id, ...(origin !== undefined && { origin }) }
}
