import fc from 'fast-check'
import type { PromptReport } from '../messages.ts'
import { type Confirmation, type ConfirmationEvent, found, type Place } from './confirmation.ts'

export const PLACE: Place = {
  tabId: 7,
  windowId: 3,
  frameId: 0,
  documentId: 'DOC1',
  origin: 'https://keeper.test',
  private: false,
}

export const PAYMENT: PromptReport = {
  ref: 'a-1',
  mode: 'payment',
  challenge: '12345678',
  transaction: { purse: 'Z123456789012', amount: '25.00' },
  currency: 'WMZ',
  account: 'anna@example.org',
  source: 'markup',
  boxes: 1,
  destinations: [{ url: 'https://keeper.test/confirm', method: 'post', target: '' }],
  doubts: [],
}

export const AUTHORIZATION: PromptReport = {
  ref: 'a-2',
  mode: 'authorization',
  challenge: '87654321',
  source: 'text',
  boxes: 1,
  destinations: [],
  doubts: [],
}

export function pending(change: Partial<Confirmation> = {}): Confirmation {
  return {
    ...found({ id: 'c1', place: PLACE, ancestors: [], prompt: PAYMENT, keyIds: ['k1'] }, 1000),
    ...change,
  }
}

const prompts = fc.constantFrom<PromptReport>(
  PAYMENT,
  { ...PAYMENT, challenge: '11112222' },
  { ...PAYMENT, transaction: { purse: 'Z999999999999', amount: '25.00' } },
  { ...PAYMENT, transaction: { purse: 'Z123456789012', amount: '2500.00' } },
  { ...PAYMENT, ref: 'a-9' },
  { ...PAYMENT, destinations: [] },
  AUTHORIZATION,
)

/** Any event there is, right and wrong revisions and keys included. */
export const events: fc.Arbitrary<ConfirmationEvent> = fc.oneof(
  prompts.map((prompt): ConfirmationEvent => ({ type: 'reported', prompt })),
  fc.constant<ConfirmationEvent>({ type: 'moved', ref: 'b-1' }),
  fc.constant<ConfirmationEvent>({ type: 'gone' }),
  fc.constant<ConfirmationEvent>({ type: 'seen' }),
  fc.constantFrom<ConfirmationEvent>({ type: 'keys', keyIds: ['k1'] }, { type: 'keys', keyIds: ['k2'] }),
  fc.record({ revision: fc.integer({ min: 1, max: 8 }), keyId: fc.constantFrom('k1', 'k2') }).map(
    ({ revision, keyId }): ConfirmationEvent => ({
      type: 'approve',
      revision,
      approval: { keyId, challenge: '12345678' },
    }),
  ),
  fc.integer({ min: 1, max: 8 }).map((revision): ConfirmationEvent => ({ type: 'reject', revision })),
  fc.option(prompts).map((prompt): ConfirmationEvent => ({ type: 'read', prompt })),
  fc.constant<ConfirmationEvent>({ type: 'back', reason: 'locked' }),
  fc.constantFrom('1234567', '7654321').map((answer): ConfirmationEvent => ({ type: 'answered', answer })),
  fc.constant<ConfirmationEvent>({ type: 'refused', reason: 'answered-otherwise' }),
  fc.constant<ConfirmationEvent>({ type: 'filled' }),
  fc.constant<ConfirmationEvent>({ type: 'shown', reason: 'hidden' }),
  fc.constant<ConfirmationEvent>({ type: 'overtaken', differences: [] }),
  fc.constant<ConfirmationEvent>({ type: 'expire' }),
  fc.constant<ConfirmationEvent>({ type: 'forget' }),
  fc.constant<ConfirmationEvent>({ type: 'recalled', answer: '1234567' }),
)
