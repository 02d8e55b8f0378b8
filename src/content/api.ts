/** The part of the extension API that a content script has; see `src/background/api.ts`. */
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
