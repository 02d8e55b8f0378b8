import { POPUP_DRAFT } from '../../messages.ts'
import { browser } from '../browser.ts'

/** What was typed into the popup and is no secret: it closes when it loses the focus, and opens again as it was. */
export interface Draft {
  tab: 'keys' | 'authorization' | 'payment'
  keyId: string
  challenge: string
  purse: string
  amount: string
}

export const emptyDraft: Draft = { tab: 'keys', keyId: '', challenge: '', purse: '', amount: '' }

export async function loadDraft(): Promise<Draft> {
  const stored = (await browser.storage.session.get(POPUP_DRAFT))[POPUP_DRAFT]
  if (typeof stored !== 'object' || stored === null) return emptyDraft
  const texts = Object.entries(stored).filter(
    ([name, text]) => name in emptyDraft && typeof text === 'string',
  )
  const draft = { ...emptyDraft, ...Object.fromEntries(texts) }
  return ['keys', 'authorization', 'payment'].includes(draft.tab) ? draft : emptyDraft
}

export function saveDraft(draft: Draft): void {
  void browser.storage.session.set({ [POPUP_DRAFT]: draft })
}
