import polyfill from 'webextension-polyfill'

/**
 * The extension API, with promises. Typed as Chrome's, whose types know all of Manifest V3. Replies to messages go
 * through `sendResponse`: a promise that a listener returns is a reply to Firefox and the polyfill, but not to every
 * Chrome that has a `browser` of its own, for which the polyfill steps aside.
 */
export const browser = polyfill as unknown as typeof chrome
