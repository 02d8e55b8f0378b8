/**
 * Who sent a message, told from what the browser itself says in `sender`; nothing that a message says of
 * itself counts. Whoever is neither a page of this extension nor its content script in a tab is nobody.
 */
import { ProtocolError, parseOrigin } from '../protocol/index.ts'
import type { Place } from './confirmation.ts'

export type Sender =
  | { kind: 'page'; path: string }
  | { kind: 'content'; place: Place; top: string | undefined }

/** This extension, as its senders must show it. */
export interface Self {
  id: string
  /** `runtime.getURL('')`: the address of the extension's root, with a slash at its end. */
  root: string
}

type RawSender = {
  [Part in 'id' | 'url' | 'origin' | 'tab' | 'frameId' | 'documentId' | 'documentLifecycle']?:
    | chrome.runtime.MessageSender[Part]
    | undefined
}

/** Undefined for everybody who has no business here. */
export function classify(sender: RawSender, self: Self): Sender | undefined {
  if (sender.id !== self.id || typeof sender.url !== 'string') return undefined
  return pageOf(sender, sender.url, self) ?? contentOf(sender)
}

function pageOf(sender: RawSender, url: string, self: Self): Sender | undefined {
  if (!url.startsWith(self.root)) return undefined
  const own = self.root.slice(0, -1)
  if (sender.origin !== undefined && sender.origin !== own) return undefined
  if (sender.frameId !== undefined && sender.frameId !== 0) return undefined
  return { kind: 'page', path: url.slice(self.root.length).replace(/[?#].*$/s, '') }
}

function contentOf(sender: RawSender): Sender | undefined {
  const { tab, frameId, documentId, documentLifecycle } = sender
  if (tab?.id === undefined || tab.id < 0 || tab.windowId === undefined || frameId === undefined)
    return undefined
  if (documentLifecycle !== undefined && documentLifecycle !== 'active') return undefined
  const origin = secureOrigin(sender.origin)
  if (origin === undefined) return undefined
  return {
    kind: 'content',
    place: {
      tabId: tab.id,
      windowId: tab.windowId,
      frameId,
      documentId: documentId ?? null,
      origin,
      private: tab.incognito === true,
    },
    top: originOf(tab.url),
  }
}

/** Only origins that a key may have: `https`, `http` on this very machine, never an opaque one. */
function secureOrigin(origin: string | undefined): string | undefined {
  if (origin === undefined || origin === 'null') return undefined
  try {
    return parseOrigin(origin) === origin ? origin : undefined
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}

function originOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { origin } = new URL(url)
  return origin === 'null' ? undefined : origin
}
