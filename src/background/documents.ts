/** Talking to content scripts, and starting them. */
import { CONTENT_SCRIPT, type ToContent } from '../messages.ts'
import { browser } from './api.ts'
import { Unreachable } from './world.ts'

/** A page that does not react for so long is not waited for. */
const PATIENCE_MS = 10_000

/**
 * Asks the content script of exactly this document.
 * @throws Unreachable
 */
export async function send(
  { tabId, documentId }: { tabId: number; documentId: string },
  message: ToContent,
): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unreachable('silent')), PATIENCE_MS)
  })
  const reply = browser.tabs
    .sendMessage<ToContent, unknown>(tabId, message, { documentId })
    // The browser words this differently; that nobody is there is the only reason it has.
    .catch(() => Promise.reject(new Unreachable('gone')))
  try {
    return await Promise.race([reply, silence])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the tab is the active one of its own window. */
export async function isActiveTab(tabId: number): Promise<boolean> {
  try {
    return (await browser.tabs.get(tabId)).active
  } catch {
    return false
  }
}

/** Tells the content scripts of every document of every tab; those that are not there miss nothing. */
export async function tellAll(message: ToContent): Promise<void> {
  await forEachTab((tabId) => browser.tabs.sendMessage(tabId, message))
}

/** Runs the content script in every open document that the browser lets it into. It starts only once in each. */
export async function runEverywhere(): Promise<void> {
  await forEachTab((tabId) =>
    browser.scripting.executeScript({ target: { tabId, allFrames: true }, files: [CONTENT_SCRIPT] }),
  )
}

async function forEachTab(task: (tabId: number) => Promise<unknown>): Promise<void> {
  const tabs = await browser.tabs.query({ discarded: false })
  // Most tabs are none of ours, and the browser says so by refusing.
  await Promise.allSettled(tabs.flatMap(({ id }) => (id === undefined ? [] : [task(id)])))
}
