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

import type { Explanation, Prompt, QrCandidate } from './types.ts'

export function findPrompts(_root: Document | ShadowRoot): Prompt[] {
  return []
}
export function findQrCandidates(_root: Document | ShadowRoot): QrCandidate[] {
  return []
}
export function promptFromQr(_candidate: QrCandidate, _text: string): Prompt | undefined {
  return undefined
}
export function explainPrompts(root: Document | ShadowRoot): Explanation {
  return { prompts: findPrompts(root), looks: [] }
}
