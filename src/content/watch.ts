import { type Prompt, type QrCandidate, watchPrompts } from '../prompt/index.ts'

/** What stands in a document: prompts, and pictures beside a field that may hold a challenge. */
export interface Standing {
  prompts: Prompt[]
  candidates: QrCandidate[]
}

/** Calls `changed` with what stands there, now and whenever it is something else, until the signal aborts. */
export function watch(changed: (standing: Standing) => void, signal: AbortSignal): void {
  watchPrompts(document, { signal, changed: (prompts, candidates) => changed({ prompts, candidates }) })
}
