/**
 * What the scripts that the worker puts into one document know of each other. It hangs on the global object of
 * the extension's own world, which the page cannot see.
 */
import type { Picker } from './picker.ts'

export interface Shared {
  content?: {
    /** False when its extension is gone; then another instance takes over. */
    isAlive(): boolean
    stop(): void
    /** The decoder has just come in. */
    decoderReady(): void
  }
  /** Reads the QR code in a picture of the page; undefined where there is none, null where it may not be read. */
  readPicture?: (picture: Element) => Promise<string | undefined | null>
  /** Everything on the page that looks like an enrolment or a challenge. */
  scan?: () => Promise<{ text: string; from: 'link' | 'qr' }[]>
  picker?: Picker
}

const key = Symbol.for('answerkey')
const world = globalThis as { [key]?: Shared }
world[key] ??= {}

export const shared: Shared = world[key]
