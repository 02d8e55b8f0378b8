/** Tabs with pictures beside an answer field that only a screenshot can show, and so only the user's click. */
import { browser } from './api.ts'
import { showHint } from './badge.ts'
import type { Place } from './confirmation.ts'
import { createQueue } from './queue.ts'

const KEY = 'pictures'
const MOST = 50
const queue = createQueue()

interface Entry {
  tabId: number
  windowId: number
  documentId: string
  frameId: number
}

async function entries(): Promise<Entry[]> {
  return ((await browser.storage.session.get(KEY))[KEY] as Entry[] | undefined) ?? []
}

/** A document has such pictures now, or has none any more. */
export async function notePictures(place: Place, waiting: boolean): Promise<boolean> {
  const { tabId, windowId, documentId, frameId } = place
  if (documentId === null) return false
  return queue(async () => {
    const all = await entries()
    const others = all.filter((entry) => entry.documentId !== documentId)
    if (!waiting && others.length === all.length) return false
    const next = waiting ? [...others, { tabId, windowId, documentId, frameId }].slice(-MOST) : others
    await browser.storage.session.set({ [KEY]: next })
    await showHint(tabId, next.some((entry) => entry.tabId === tabId) ? '?' : null)
    return true
  })
}

export async function forgetPicturesOf(tabId: number): Promise<void> {
  await queue(async () => {
    const all = await entries()
    const others = all.filter((entry) => entry.tabId !== tabId)
    if (others.length < all.length) await browser.storage.session.set({ [KEY]: others })
  })
}

export async function tabsWithPictures(): Promise<number[]> {
  return [...new Set((await entries()).map(({ tabId }) => tabId))]
}

export async function picturesIn(tabId: number): Promise<Entry[]> {
  return (await entries()).filter((entry) => entry.tabId === tabId)
}
