import { type Prompt, type QrCandidate, watchPrompts } from '../prompt/index.ts'

/** What stands in a document: prompts, and pictures beside a field that may hold a challenge. */
export interface Standing {
  prompts: Prompt[]
  candidates: QrCandidate[]
}

/**
 * Calls `changed` with what stands there, now and whenever it is something else, until the signal aborts. At each
 * change of the page `isWanted` is asked first, which may abort it.
 */
export function watch(
  changed: (standing: Standing) => void,
  signal: AbortSignal,
  isWanted: () => boolean,
): void {
  watchPrompts(document, {
    signal,
    isWanted,
    changed: (prompts, candidates) => changed({ prompts, candidates }),
  })
}
