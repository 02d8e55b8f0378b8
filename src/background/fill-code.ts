/**
 * Types a TOTP or HOTP code into the tab below the popup. Which document gets it is settled by that document
 * asking for it: then the browser itself says which origin it is of.
 */
import * as v from 'valibot'
import { CONTENT_SCRIPT, type FillResult, type FromContent, fillReply } from '../messages.ts'
import { browser } from './api.ts'
import { broadcast } from './broadcast.ts'
import type { Place } from './confirmation.ts'
import { send } from './documents.ts'
import { ancestorsOf, unknownAncestors } from './frames.ts'
import { Refusal } from './refusal.ts'
import { grantedHosts } from './registration.ts'
import { theVault } from './the-vault.ts'
import { Unreachable } from './world.ts'

interface Waiting {
  keyId: string
  tabId: number
  taken: boolean
}

const waiting = new Map<string, Waiting>()

export async function fillCode(keyId: string, tabId: number): Promise<{ filled: boolean; reason?: string }> {
  const key = (await (await theVault()).keys()).find(({ id }) => id === keyId)
  if (key === undefined) throw new Refusal('key-unknown', 'There is no such key.')
  if (key.kind === 'ocra') throw new Refusal('wrong-kind', 'This key answers challenges; it has no code.')
  const fillId = crypto.randomUUID()
  waiting.set(fillId, { keyId, tabId, taken: false })
  try {
    const documents = await startIn(tabId)
    for (const documentId of documents) {
      const result = await typedIn(tabId, documentId, fillId)
      if (result?.filled === true) return result
      // It has the code: no other document gets it, whatever this one says of it.
      if (waiting.get(fillId)?.taken === true) return result ?? { filled: false, reason: 'vanished' }
    }
    return { filled: false, reason: 'no-field' }
  } finally {
    waiting.delete(fillId)
  }
}

/** What a document says of it; undefined where it went away, does not react or says nothing that makes sense. */
async function typedIn(tabId: number, documentId: string, fillId: string): Promise<FillResult | undefined> {
  try {
    const reply = v.safeParse(fillReply, await send({ tabId, documentId }, { type: 'content.code', fillId }))
    return reply.success ? reply.output : undefined
  } catch (error) {
    if (error instanceof Unreachable) return undefined
    throw error
  }
}

/** The content script of every document that the browser lets us into, outermost first. */
async function startIn(tabId: number): Promise<string[]> {
  try {
    const results = await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      files: [CONTENT_SCRIPT],
    })
    return results
      .sort((one, other) => one.frameId - other.frameId)
      .flatMap(({ documentId }) => (documentId === undefined ? [] : [documentId]))
  } catch {
    throw new Refusal('no-access', 'The browser lets no extension into this page.')
  }
}

/** A document has a field for the code: gives it once, to an origin that the key may answer. */
export async function codeFor(
  { fillId, ancestors }: Extract<FromContent, { type: 'code.ask' }>,
  place: Place,
  top: string | undefined,
): Promise<string | null> {
  const request = waiting.get(fillId)
  if (request === undefined || request.taken || request.tabId !== place.tabId) return null
  const vault = await theVault()
  const key = (await vault.keys()).find(({ id }) => id === request.keyId)
  const around = ancestorsOf(place, ancestors, top, await grantedHosts())
  if (key === undefined || around === undefined || !key.origins.includes(place.origin)) return null
  const unknown = unknownAncestors(place.origin, around, key.origins, await vault.frames())
  if (unknown.length > 0 || request.taken) return null
  request.taken = true
  const { code } = await vault.code(request.keyId, {
    requestId: fillId,
    timeMs: Date.now(),
    ...(place.private ? {} : { journal: { what: 'code', outcome: 'filled', origin: place.origin } }),
  })
  broadcast('keys')
  return code
}
