/** Looks over a tab, after a click that gave access to it, for what can be added or answered. */

import * as v from 'valibot'
import { picturesReply, QR_DECODER, type ScanFinding } from '../messages.ts'
import { browser } from './api.ts'
import { captureTab } from './capture.ts'
import { picturesIn } from './picture-tabs.ts'
import { inScreenshot, type Part, readQr, screenshot } from './pictures.ts'
import { Refusal } from './refusal.ts'

const Findings = v.pipe(
  v.array(v.strictObject({ text: v.pipe(v.string(), v.maxLength(8000)), from: v.picklist(['link', 'qr']) })),
  v.maxLength(200),
)

/** What the worker's decoder calls in the page; it must not refer to anything outside itself. */
function scanHere(): Promise<unknown> | undefined {
  const shared = (globalThis as { [key: symbol]: { scan?: () => Promise<unknown> } | undefined })[
    Symbol.for('answerkey')
  ]
  return shared?.scan?.()
}

/**
 * Links and QR codes of every document that may be read, and the challenges in pictures that only a screenshot
 * shows, which go to the document that waits for them. `picture`: the screenshot, for codes that nobody waits for.
 */
export async function scanTab(tabId: number): Promise<{ findings: ScanFinding[]; picture?: string }> {
  const findings = await findingsIn(tabId)
  const picture = await captureTab(tabId)
  if (picture === undefined) return { findings }
  await readWaiting(tabId, picture)
  return { findings, picture }
}

async function findingsIn(tabId: number): Promise<ScanFinding[]> {
  const target = { tabId, allFrames: true }
  let results: chrome.scripting.InjectionResult<unknown>[]
  try {
    await browser.scripting.executeScript({ target, files: [QR_DECODER] })
    results = await browser.scripting.executeScript({ target, func: scanHere })
  } catch {
    throw new Refusal('no-access', 'The browser lets no extension into this page.')
  }
  const found = new Map<string, ScanFinding>()
  for (const { result } of results) {
    const parsed = v.safeParse(Findings, result)
    if (parsed.success) for (const finding of parsed.output) found.set(finding.text, finding)
  }
  return [...found.values()]
}

/** Reads the pictures that documents of this tab wait for, each cut out where it stands. */
async function readWaiting(tabId: number, dataUrl: string): Promise<void> {
  const documents = await picturesIn(tabId)
  if (documents.length === 0) return
  const bitmap = await screenshot(dataUrl)
  for (const { documentId, frameId } of documents) {
    const tell = (message: object) =>
      browser.tabs.sendMessage<object, unknown>(tabId, message, { documentId }).catch(() => undefined)
    const reply = v.safeParse(picturesReply, await tell({ type: 'content.pictures' }))
    if (!reply.success) continue
    const { seen, pictures } = reply.output
    for (const { picture, ...place } of pictures) {
      const part = inScreenshot(bitmap, place, seen)
      // A frame does not know where in the tab it stands, so there the whole picture is looked at.
      const text = readQr(bitmap, frameId === 0 ? part : undefined)
      if (text !== undefined) await tell({ type: 'content.picture', picture, text: text.slice(0, 4096) })
    }
  }
  bitmap.close()
}

/** The QR code of one picture of a page, by its address; undefined where it cannot be read. */
export async function readPictureAt(tabId: number, address: string): Promise<string | undefined> {
  const [at] = await browser.scripting.executeScript({ target: { tabId }, func: placeOf, args: [address] })
  const picture = await captureTab(tabId)
  if (picture === undefined) return undefined
  const bitmap = await screenshot(picture)
  const found = at?.result ?? undefined
  const text = (found && readQr(bitmap, inScreenshot(bitmap, found.place, found.seen))) ?? readQr(bitmap)
  bitmap.close()
  return text
}

/** Runs in the page: where a picture stands, and what of the page can be seen. */
function placeOf(address: string): { place: Part; seen: { x: number; y: number; width: number } } | null {
  for (const image of document.images) {
    const { x, y, width, height } = image.getBoundingClientRect()
    const isSeen = x + width > 0 && y + height > 0 && x < innerWidth && y < innerHeight
    if (!isSeen || (image.currentSrc !== address && image.src !== address)) continue
    const { offsetLeft = 0, offsetTop = 0, scale = 1 } = visualViewport ?? {}
    const seen = { x: offsetLeft, y: offsetTop, width: innerWidth / scale }
    return { place: { x, y, width, height }, seen }
  }
  return null
}
