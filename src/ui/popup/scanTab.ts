import type { ScanFinding } from '../../messages.ts'
import { ask } from '../ask.ts'

/** Looks for links and QR codes in a tab; where its pictures cannot be read in place, in a picture of it. */
export async function scanTab(tabId: number): Promise<ScanFinding[]> {
  const { findings, picture } = await ask('page.scan', { tabId })
  if (picture === undefined) return findings
  // The decoder is as large as the rest of the popup, and rarely wanted.
  const { pictureOf, readQrCodes } = await import('../pictures.ts')
  const texts = await readQrCodes(pictureOf(picture))
  const known = new Set(findings.map(({ text }) => text))
  return [
    ...findings,
    ...texts.filter((text) => !known.has(text)).map((text): ScanFinding => ({ text, from: 'qr' })),
  ]
}
