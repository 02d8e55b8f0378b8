/**
 * Pictures beside an answer field: read in place by the decoder, which the worker sends when there is one to
 * read, or, where the browser keeps a picture from another origin to itself, from a screenshot that the worker
 * takes after a click.
 */
import type { PicturesReply } from '../messages.ts'
import { type Prompt, promptFromQr, type QrCandidate } from '../prompt/index.ts'
import { shared } from './shared.ts'

/** What a picture shows, as far as a script can tell without reading it: another one has another text. */
function looksOf(picture: QrCandidate['picture']): string {
  if (picture instanceof HTMLImageElement) return `${picture.currentSrc} ${picture.naturalWidth}`
  if (picture instanceof HTMLCanvasElement) return `${picture.width} ${picture.height}`
  return ''
}

/** What of the viewport can be seen: less than all of it once two fingers made it larger. */
function seenPart(): PicturesReply['seen'] {
  const { offsetLeft = 0, offsetTop = 0, scale = 1 } = visualViewport ?? {}
  return { x: offsetLeft, y: offsetTop, width: innerWidth / scale }
}

export interface Pictures {
  /** What stands in the document now. */
  see(candidates: QrCandidate[]): void
  /** Reads again all that can be read in place; says whether there was anything to read. */
  read(): Promise<boolean>
  prompts(): Prompt[]
  /** What still has to be read, and by whom. */
  waiting(): 'readable' | 'need-click' | undefined
  places(): PicturesReply
  /** What the worker read in the screenshot. */
  take(name: string, text: string): void
}

export function createPictures(): Pictures {
  const names = new WeakMap<Element, string>()
  /** From another origin, though only reading them showed it. */
  const kept = new WeakSet<Element>()
  const texts = new WeakMap<Element, { text: string | undefined; looks: string }>()
  let candidates: QrCandidate[] = []
  let count = 0

  const nameOf = (picture: Element): string => {
    const name = names.get(picture) ?? `picture-${++count}`
    names.set(picture, name)
    return name
  }
  const isKept = ({ crossOrigin, picture }: QrCandidate) => crossOrigin || kept.has(picture)
  const known = ({ picture }: QrCandidate) => {
    const read = texts.get(picture)
    return read !== undefined && read.looks === looksOf(picture) ? read : undefined
  }

  return {
    see(next) {
      candidates = next
    },
    async read() {
      const { readPicture } = shared
      const readable = candidates.filter((one) => !isKept(one))
      if (readPicture === undefined || readable.length === 0) return false
      for (const candidate of readable) {
        const { picture } = candidate
        const looks = looksOf(picture)
        const text = await readPicture(picture)
        if (text === null) kept.add(picture)
        else texts.set(picture, { text, looks })
      }
      return true
    },
    prompts() {
      return candidates.flatMap((candidate) => {
        const text = known(candidate)?.text
        const prompt = text === undefined ? undefined : promptFromQr(candidate, text)
        return prompt === undefined ? [] : [prompt]
      })
    },
    waiting() {
      const unread = candidates.filter((candidate) => known(candidate) === undefined)
      if (unread.some(isKept)) return 'need-click'
      return unread.length > 0 ? 'readable' : undefined
    },
    places() {
      const unread = candidates.filter((candidate) => isKept(candidate) && known(candidate) === undefined)
      return {
        seen: seenPart(),
        pictures: unread.slice(0, 20).map(({ picture }) => {
          const { x, y, width, height } = picture.getBoundingClientRect()
          return { picture: nameOf(picture), x, y, width, height }
        }),
      }
    },
    take(name, text) {
      const candidate = candidates.find(({ picture }) => nameOf(picture) === name)
      if (candidate === undefined) return
      texts.set(candidate.picture, { text, looks: looksOf(candidate.picture) })
    },
  }
}
