/**
 * Which prompts stay silent: those the user rejected, at that origin, until the challenge changes; and those
 * that ended in a document which still shows them.
 */
import type { PromptReport } from '../messages.ts'
import { type Confirmation, documentKey, type Place } from './confirmation.ts'
import type { SessionItems } from './session-items.ts'

const KEY = 'quiet'
const MOST = 300

type Entry = { origin: string; challenge: string } | { document: string; prompt: string }

/** Call `add` from within the queue. */
export function createQuiet(items: SessionItems) {
  async function entries(): Promise<Entry[]> {
    return ((await items.get(KEY)) as Entry[] | undefined) ?? []
  }

  /** Remembers how a confirmation ended, where that asks for silence. */
  async function add(confirmation: Confirmation): Promise<void> {
    const entry = entryOf(confirmation)
    if (entry === undefined) return
    const others = (await entries()).filter((other) => JSON.stringify(other) !== JSON.stringify(entry))
    await items.set(KEY, [...others, entry].slice(-MOST))
  }

  /** Tells for every prompt of a document whether it is to stay silent. */
  async function of(place: Place): Promise<(prompt: PromptReport) => boolean> {
    const all = await entries()
    const document = documentKey(place)
    return (prompt) =>
      all.some((entry) =>
        'origin' in entry
          ? entry.origin === place.origin && entry.challenge === prompt.challenge
          : entry.document === document && entry.prompt === textOf(prompt),
      )
  }

  return { add, of }
}

function entryOf({ state, place, prompt }: Confirmation): Entry | undefined {
  if (state === 'rejected') return { origin: place.origin, challenge: prompt.challenge }
  if (state === 'filled' || state === 'shown' || state === 'refused' || state === 'expired') {
    return { document: documentKey(place), prompt: textOf(prompt) }
  }
  return undefined
}

function textOf({ mode, challenge, transaction }: PromptReport): string {
  return JSON.stringify([mode, challenge, transaction?.purse, transaction?.amount])
}
