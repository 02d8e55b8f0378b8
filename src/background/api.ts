/**
 * The extension API. Both browsers return promises from it by themselves in Manifest V3, Firefox as `browser`,
 * Chrome as `chrome` and lately as `browser` too. Only `onMessage` differs, where replies go through
 * `sendResponse`, which all of them know.
 */
const found = (globalThis as { browser?: typeof chrome }).browser ?? globalThis.chrome

export const browser: typeof chrome = found
