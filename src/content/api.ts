/**
 * The part of the extension API that a content script has. It needs no polyfill, which would be a good part of what
 * every page loads: Manifest V3 returns promises by itself, Firefox as `browser`, Chrome as `chrome`.
 */
const found = (globalThis as { browser?: typeof chrome }).browser ?? globalThis.chrome

export const browser: typeof chrome = found

/** False once the extension was updated, reloaded or removed under this script: nobody hears it any more. */
export function isAlive(): boolean {
  try {
    return browser.runtime?.id !== undefined
  } catch {
    return false
  }
}
