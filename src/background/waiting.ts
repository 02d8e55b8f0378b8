import { documentKey, type Place } from './confirmation.ts'
import type { SessionItems } from './session-items.ts'

const KEY = 'waiting'
const MOST = 50

interface Waiting {
  tabId: number
  documentId: string | null
  count: number
}

/**
 * Prompts that are counted and not stored, by document: it is asked to report again once there is room. Call
 * everything from within the queue.
 */
export function createWaiting(items: SessionItems) {
  async function read(): Promise<Record<string, Waiting>> {
    return ((await items.get(KEY)) as Record<string, Waiting> | undefined) ?? {}
  }

  /** How many wait in this document now. Documents beyond the fiftieth are forgotten: they report again when they change. */
  async function set(place: Place, count: number): Promise<void> {
    const { [documentKey(place)]: before, ...others } = await read()
    if (count === 0 && before === undefined) return
    if (count > 0 && Object.keys(others).length >= MOST) return
    const entry = { tabId: place.tabId, documentId: place.documentId, count }
    await items.set(KEY, count === 0 ? others : { ...others, [documentKey(place)]: entry })
  }

  async function forgetTab(tabId: number): Promise<void> {
    const all = Object.entries(await read())
    const kept = all.filter(([, waiting]) => waiting.tabId !== tabId)
    if (kept.length < all.length) await items.set(KEY, Object.fromEntries(kept))
  }

  async function total(): Promise<number> {
    return Object.values(await read()).reduce((sum, { count }) => sum + count, 0)
  }

  async function documents(): Promise<{ tabId: number; documentId: string }[]> {
    return Object.values(await read()).flatMap(({ tabId, documentId }) =>
      documentId === null ? [] : [{ tabId, documentId }],
    )
  }

  return { set, forgetTab, total, documents }
}
