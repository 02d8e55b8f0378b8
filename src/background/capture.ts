/** A picture of a tab, and of no other that comes to the front while it is taken. */
import { browser } from './api.ts'

/**
 * A PNG of what the tab shows now, as a data URL. Undefined where it is not in front of its window from before the
 * picture until after it, or where the browser gives none: access by permission alone is enough for a page, but not
 * for its picture.
 */
export async function captureTab(tabId: number): Promise<string | undefined> {
  const activated: number[] = []
  const note = ({ windowId }: { windowId: number }) => void activated.push(windowId)
  browser.tabs.onActivated.addListener(note)
  try {
    const before = await browser.tabs.get(tabId)
    if (!before.active) return undefined
    const picture = await browser.tabs.captureVisibleTab(before.windowId, { format: 'png' })
    const after = await browser.tabs.get(tabId)
    // A page can bring another tab to the front and itself back at once.
    const stayed = after.active && after.windowId === before.windowId && !activated.includes(before.windowId)
    return stayed ? picture : undefined
  } catch {
    return undefined
  } finally {
    browser.tabs.onActivated.removeListener(note)
  }
}
