export type {
  Doubt,
  Explanation,
  Look,
  Mode,
  MoneySeen,
  Prompt,
  QrCandidate,
  Transaction,
  Work,
} from './types.ts'

import { promptsOf } from './find.ts'
import { startSearch } from './search.ts'
import type { Explanation, Look, Prompt, QrCandidate, Work } from './types.ts'

/**
 * The prompts that can be seen in a document or shadow root and in the open shadow roots within it, in
 * document order. Changes nothing, runs nothing of the page's.
 * @param options.work counts what was done: queries, nodes visited, styles read
 */
export function findPrompts(root: Document | ShadowRoot, options: { work?: Work } = {}): Prompt[] {
  return promptsOf(startSearch(root, options))
}

export function findQrCandidates(_root: Document | ShadowRoot): QrCandidate[] {
  return []
}
export function promptFromQr(_candidate: QrCandidate, _text: string): Prompt | undefined {
  return undefined
}

/** The same as {@link findPrompts}, with what was looked at and why it was refused. */
export function explainPrompts(root: Document | ShadowRoot): Explanation {
  const looks: Look[] = []
  return { prompts: promptsOf(startSearch(root, { looks })), looks }
}
