import { APPROVAL_WINDOW } from '../../messages.ts'
import { browser } from '../browser.ts'

export interface Bounds {
  left: number
  top: number
  width: number
  height: number
}

/** Told by every browser and by no standard. */
interface Origin {
  availLeft: number
  availTop: number
}

/**
 * Where a window goes whose page is magnified, so that it shows as much as it would without; no larger than its
 * screen, and all of it on there. Undefined where it is large enough.
 */
export function grown(window: Bounds, magnified: number, screen: Bounds): Bounds | undefined {
  const width = Math.max(window.width, Math.min(Math.round(APPROVAL_WINDOW.width * magnified), screen.width))
  const height = Math.max(
    window.height,
    Math.min(Math.round(APPROVAL_WINDOW.height * magnified), screen.height),
  )
  if (width === window.width && height === window.height) return undefined
  return {
    left: Math.max(screen.left, Math.min(window.left, screen.left + screen.width - width)),
    top: Math.max(screen.top, Math.min(window.top, screen.top + screen.height - height)),
    width,
    height,
  }
}

/** The screen in the units of `windows`: Firefox tells a page both its window and its screen in magnified pixels. */
function screenIn(unit: number): Bounds {
  const { availLeft = 0, availTop = 0, availWidth, availHeight }: Screen & Partial<Origin> = screen
  return {
    left: Math.ceil(availLeft * unit),
    top: Math.ceil(availTop * unit),
    width: Math.floor(availWidth * unit),
    height: Math.floor(availHeight * unit),
  }
}

/** Keeps this page's own window large enough for the user's zoom and size of type. It never makes it smaller. */
export function keepRoomy(): void {
  const grow = async () => {
    const [{ id, type, left, top, width, height }, zoom] = await Promise.all([
      browser.windows.getCurrent(),
      browser.tabs.getZoom(),
    ])
    if (id === undefined || type !== 'popup') return
    if (left === undefined || top === undefined || width === undefined || height === undefined) return
    const type16 = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
    const bounds = grown({ left, top, width, height }, zoom * type16, screenIn(width / outerWidth))
    if (bounds !== undefined) await browser.windows.update(id, bounds)
  }
  // Where the browser refuses, the page scrolls, with its two buttons in sight.
  const tryToGrow = () => void grow().catch(() => undefined)
  browser.tabs.onZoomChange.addListener(tryToGrow)
  tryToGrow()
}
