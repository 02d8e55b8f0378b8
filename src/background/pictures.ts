/** QR codes in a screenshot: what a picture from another origin shows can be read nowhere else. */
import { decodeQR } from 'qr/decode.js'
import { fromBase64 } from '../messages.ts'

/** A part of a picture, in its own pixels. */
export interface Part {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Where a place of a page lies in a screenshot of it, both in CSS pixels of its viewport. How many pixels of the
 * picture these are the picture tells: what a browser says of its screen may be made up against fingerprinting.
 */
export function inScreenshot(
  { width: whole }: { width: number },
  place: Part,
  seen: { x: number; y: number; width: number },
): Part {
  const scale = whole / seen.width
  return {
    x: (place.x - seen.x) * scale,
    y: (place.y - seen.y) * scale,
    width: place.width * scale,
    height: place.height * scale,
  }
}

/** A QR code needs some quiet space around it, which a tight crop cuts off. */
const MARGIN = 12
const LARGEST_SIDE = 3000
/** Retries beyond it are given up; noise costs no more than this. */
const TIME_LIMIT_MS = 400

/** A screenshot as the browser gives it, to be read from. */
export function screenshot(dataUrl: string): Promise<ImageBitmap> {
  return createImageBitmap(bytesOf(dataUrl))
}

/** The text of a QR code in a part of the picture, or anywhere in it; undefined where none can be read. */
export function readQr(picture: ImageBitmap, part?: Part): string | undefined {
  const { x, y, width, height } = part === undefined ? whole(picture) : within(picture, part)
  if (width < 21 || height < 21) return undefined
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height))
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height)
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height), { timeLimit: TIME_LIMIT_MS })
  } catch {
    // No code, or none that can be read: the decoder says both by throwing.
    return undefined
  }
}

function whole({ width, height }: ImageBitmap): Part {
  return { x: 0, y: 0, width, height }
}

function within(picture: ImageBitmap, part: Part): Part {
  const x = Math.max(0, Math.floor(part.x - MARGIN))
  const y = Math.max(0, Math.floor(part.y - MARGIN))
  return {
    x,
    y,
    width: Math.min(picture.width, Math.ceil(part.x + part.width + MARGIN)) - x,
    height: Math.min(picture.height, Math.ceil(part.y + part.height + MARGIN)) - y,
  }
}

/** The CSP forbids fetching, a `data:` URL too. */
function bytesOf(dataUrl: string): Blob {
  return new Blob([fromBase64(dataUrl.slice(dataUrl.indexOf(',') + 1))], { type: 'image/png' })
}
