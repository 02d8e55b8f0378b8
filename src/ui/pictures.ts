import { decodeQR } from 'qr/decode.js'
import { fromBase64 } from '../messages.ts'

/** Larger pictures are made smaller before anything is looked for in them. */
const LONGEST_SIDE = 3000
/** One picture holds a few codes at most; each is covered before the next is looked for. */
const MOST_CODES = 12

/** The texts of the QR codes in a picture, each once; none where the picture cannot be opened. */
export async function readQrCodes(picture: Blob): Promise<string[]> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(picture)
  } catch {
    return []
  }
  const shrink = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * shrink))
  const height = Math.max(1, Math.round(bitmap.height * shrink))
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return []
  // Transparent pictures are meant to be seen on something light.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return readAll(context, width, height)
}

function readAll(context: OffscreenCanvasRenderingContext2D, width: number, height: number): string[] {
  const texts = new Set<string>()
  for (let round = 0; round < MOST_CODES; round++) {
    let place: { x: number; y: number; width: number; height: number } | undefined
    try {
      const text = decodeQR(context.getImageData(0, 0, width, height), {
        timeLimit: 400,
        pointsOnDetect: ({ boundingBox }) => {
          place = boundingBox
        },
      })
      texts.add(text)
    } catch {
      break
    }
    if (place === undefined) break
    context.fillRect(place.x - 2, place.y - 2, place.width + 4, place.height + 4)
  }
  return [...texts]
}

/** The picture in a `data:` URL. Fetching one is forbidden to pages of the extension, so it is decoded by hand. */
export function pictureOf(dataUrl: string): Blob {
  const [head = '', body = ''] = dataUrl.split(',', 2)
  const type = /^data:([\w/+.-]+);base64$/.exec(head)?.[1] ?? 'image/png'
  return new Blob([fromBase64(body)], { type })
}

/** The pictures among what was pasted or dropped. */
export function picturesIn(data: DataTransfer | null): File[] {
  return Array.from(data?.files ?? []).filter((file) => file.type.startsWith('image/'))
}
