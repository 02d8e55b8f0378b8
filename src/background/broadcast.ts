import type { Changed } from '../messages.ts'
import { browser } from './api.ts'

/** Tells the open pages of the extension that something of this kind is new. Nobody has to be there. */
export function broadcast(what: Changed['what']): void {
  const message: Changed = { type: 'changed', what }
  browser.runtime.sendMessage(message).catch(() => undefined)
}
