/** What the menu hands to the page where it is answered by hand: kept for a moment, taken once. */
import { POPUP_DRAFT, type Prefill } from '../messages.ts'
import { browser } from './api.ts'

const KEY = 'prefill'
const LASTS_MS = 60_000
const POPUP = 'src/ui/popup/popup.html'

export async function takePrefill(): Promise<Prefill | null> {
  const item = (await browser.storage.session.get(KEY))[KEY] as { prefill: Prefill; at: number } | undefined
  if (item === undefined) return null
  await browser.storage.session.remove(KEY)
  return Date.now() - item.at < LASTS_MS ? item.prefill : null
}

/** What waits to be answered by hand, or was typed for it, goes when the vault locks. */
export async function forgetByHand(): Promise<void> {
  await browser.storage.session.remove([KEY, POPUP_DRAFT])
}

/** Opens the popup, or a window where the browser opens none, with this to be answered. */
export async function openWith(prefill: Prefill, windowId: number | undefined): Promise<void> {
  await browser.storage.session.set({ [KEY]: { prefill, at: Date.now() } })
  try {
    await browser.action.openPopup(windowId === undefined ? undefined : { windowId })
  } catch {
    await browser.windows.create({
      url: browser.runtime.getURL(POPUP),
      type: 'popup',
      width: 420,
      height: 640,
      focused: true,
    })
  }
}
