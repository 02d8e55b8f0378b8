import { browser } from './api.ts'

const WAITING = '#b3261e'
const QUIET = '#6b7280'

/** How many prompts wait for the user, everywhere. */
export async function showCount(count: number): Promise<void> {
  await browser.action.setBadgeBackgroundColor({ color: WAITING })
  await browser.action.setBadgeText({ text: count === 0 ? '' : String(count) })
}

/** One tab has something that needs the user's click, or nothing any more. The count stands above it. */
export async function showHint(tabId: number, hint: '?' | '·' | null): Promise<void> {
  try {
    await browser.action.setBadgeText({ tabId, text: hint ?? null } as chrome.action.BadgeTextDetails)
    if (hint !== null) await browser.action.setBadgeBackgroundColor({ tabId, color: QUIET })
  } catch {
    // The tab is gone, and its badge with it.
  }
}
