/** Sent into a document when there is a QR code to read in it: the decoder is larger than all the rest. */
import { decodeQR } from 'qr/decode.js'
import { pixelsOf } from './pixels.ts'
import { scan } from './scan.ts'
import { shared } from './shared.ts'

/** Retries beyond it are given up. */
const TIME_LIMIT_MS = 200

async function readPicture(picture: Element): Promise<string | undefined | null> {
  const pixels = await pixelsOf(picture)
  if (pixels === undefined || pixels === null) return pixels
  try {
    return decodeQR(pixels, { timeLimit: TIME_LIMIT_MS })
  } catch {
    // No code, or none that can be read: the decoder says both by throwing.
    return undefined
  }
}

shared.readPicture = readPicture
shared.scan = () => scan(readPicture)
shared.content?.decoderReady()
