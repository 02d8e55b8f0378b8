/**
 * One prompt's way from found to filled, as a pure reducer: whatever happens is an event, and an event that
 * does not fit the state changes nothing. Killing the worker between two events loses nothing, because the
 * state is stored after each.
 */
import type { ConfirmationState, Difference, PromptReport, Transaction } from '../messages.ts'
import { differencesBetween } from './differences.ts'

/** Where a prompt stands, as the browser says it. */
export interface Place {
  tabId: number
  windowId: number
  frameId: number
  /** Null where the browser gives none: then an answer is shown and never sent. */
  documentId: string | null
  origin: string
  private: boolean
}

/** Names the document, for as long as it lives. */
export function documentKey({ documentId, tabId, frameId }: Place): string {
  return documentId ?? `${tabId}:${frameId}`
}

/** What the user approved, with every doubt settled. The PIN is not part of it: it is never stored. */
export interface Approval {
  keyId: string
  challenge: string
  transaction?: Transaction
  session?: string
  /** Which of the plausible fields takes the answer. */
  field?: number
}

export interface Confirmation {
  id: string
  /** Grows with every change that a person could see. */
  revision: number
  state: ConfirmationState
  place: Place
  /** Origins of the pages around the document, nearest first. */
  ancestors: string[]
  /** What the window shows and the user approves. */
  prompt: PromptReport
  /** Keys of this origin; they may answer. */
  keyIds: string[]
  /** A page of the extension has shown it. */
  seen: boolean
  approval?: Approval
  /** The last decision and the revision it was made on: the same again is a message that was sent twice. */
  decided?: { revision: number; decision: 'approve' | 'reject' }
  answer?: string
  differences: Difference[]
  reason?: string
  createdAt: number
  endedAt?: number
}

export type ConfirmationEvent =
  /** The prompt stands in its document as this now. */
  | { type: 'reported'; prompt: PromptReport }
  /** The same prompt stands in other elements of the same document now. */
  | { type: 'moved'; ref: string }
  /** The prompt or its whole document is gone. */
  | { type: 'gone' }
  | { type: 'seen' }
  /** Keys came, went or were unlocked. */
  | { type: 'keys'; keyIds: string[] }
  | { type: 'approve'; revision: number; approval: Approval }
  | { type: 'reject'; revision: number }
  /** Read again after the approval; null: it is not there. */
  | { type: 'read'; prompt: PromptReport | null }
  /** The approval cannot be carried out now: the vault locked, the PIN is gone. The user decides again. */
  | { type: 'back'; reason: string }
  | { type: 'answered'; answer: string }
  | { type: 'refused'; reason: string; differences?: Difference[] }
  | { type: 'filled' }
  /** The answer could not be typed; the user copies it. */
  | { type: 'shown'; reason: string }
  /** The page no longer said, at the moment of typing, what the user approved. */
  | { type: 'overtaken'; differences: Difference[] }
  | { type: 'expire' }
  /** The vault locked: what is secret goes. */
  | { type: 'forget' }
  /** The vault opened again: an answer that is still to be copied is there again. */
  | { type: 'recalled'; answer: string }

const ENDED: ReadonlySet<ConfirmationState> = new Set([
  'filled',
  'shown',
  'rejected',
  'expired',
  'changed',
  'vanished',
  'refused',
])

/** Nothing more happens to it. */
export function hasEnded(confirmation: Pick<Confirmation, 'state'>): boolean {
  return ENDED.has(confirmation.state)
}

/** It is for the user to copy, and went when the vault locked. */
export function lacksAnswer({ state, answer }: Confirmation): boolean {
  return state === 'shown' && answer === undefined
}

/** From found to pending. */
export function found(
  what: Pick<Confirmation, 'id' | 'place' | 'ancestors' | 'prompt' | 'keyIds'>,
  now: number,
): Confirmation {
  return { ...what, revision: 1, state: 'pending', seen: false, differences: [], createdAt: now }
}

/** The confirmation after the event: the very same object where the event changes nothing. */
export function reduce(confirmation: Confirmation, event: ConfirmationEvent, now: number): Confirmation {
  switch (event.type) {
    case 'seen':
      return confirmation.seen ? confirmation : { ...confirmation, seen: true }
    case 'forget':
      return forget(confirmation)
    case 'recalled':
      return lacksAnswer(confirmation) ? next(confirmation, { answer: event.answer }) : confirmation
  }
  switch (confirmation.state) {
    case 'pending':
      return whilePending(confirmation, event, now)
    case 'approved':
      return whileApproved(confirmation, event, now)
    case 'answered':
      return whileAnswered(confirmation, event, now)
    default:
      return confirmation
  }
}

function whilePending(confirmation: Confirmation, event: ConfirmationEvent, now: number): Confirmation {
  switch (event.type) {
    case 'reported':
      return reported(confirmation, event.prompt, now)
    case 'moved':
      return next(confirmation, { prompt: { ...confirmation.prompt, ref: event.ref } })
    case 'gone':
      return ended(confirmation, 'vanished', now)
    case 'keys':
      return sameList(confirmation.keyIds, event.keyIds)
        ? confirmation
        : next(confirmation, { keyIds: event.keyIds })
    case 'approve': {
      if (event.revision !== confirmation.revision) return confirmation
      if (!confirmation.keyIds.includes(event.approval.keyId)) return confirmation
      return next(without(confirmation, 'reason'), {
        state: 'approved',
        approval: event.approval,
        decided: { revision: event.revision, decision: 'approve' },
      })
    }
    case 'reject':
      if (event.revision !== confirmation.revision) return confirmation
      return {
        ...ended(confirmation, 'rejected', now),
        decided: { revision: event.revision, decision: 'reject' },
      }
    case 'refused':
      return refused(confirmation, event, now)
    case 'expire':
      return ended(confirmation, 'expired', now)
    default:
      return confirmation
  }
}

/**
 * A new challenge for the same operation takes the old one's place: that is what a Keeper does when one
 * expires. Anything else that changes after somebody looked at it ends the confirmation and says so.
 */
function reported(confirmation: Confirmation, prompt: PromptReport, now: number): Confirmation {
  const differences = differencesBetween(confirmation.prompt, prompt)
  if (differences.length === 0) return confirmation
  if (!confirmation.seen || differences.every(({ what }) => what === 'challenge')) {
    return next(without(confirmation, 'reason'), { prompt })
  }
  return ended(next(confirmation, { differences }), 'changed', now)
}

function whileApproved(confirmation: Confirmation, event: ConfirmationEvent, now: number): Confirmation {
  switch (event.type) {
    case 'read': {
      if (event.prompt === null) return ended(confirmation, 'vanished', now)
      const differences = differencesBetween(confirmation.prompt, event.prompt)
      return differences.length === 0
        ? confirmation
        : ended(next(confirmation, { differences }), 'changed', now)
    }
    case 'gone':
      return ended(confirmation, 'vanished', now)
    case 'back':
      return next(without(confirmation, 'approval'), { state: 'pending', reason: event.reason })
    case 'answered':
      return next(confirmation, { state: 'answered', answer: event.answer })
    case 'refused':
      return refused(confirmation, event, now)
    default:
      return confirmation
  }
}

function whileAnswered(confirmation: Confirmation, event: ConfirmationEvent, now: number): Confirmation {
  switch (event.type) {
    case 'answered':
      // A suite with time gives another answer when it is computed again.
      return event.answer === confirmation.answer
        ? confirmation
        : next(confirmation, { answer: event.answer })
    case 'filled':
      return ended(without(confirmation, 'answer'), 'filled', now)
    case 'shown':
      return ended(next(confirmation, { reason: event.reason }), 'shown', now)
    case 'overtaken':
      return ended(next(without(confirmation, 'answer'), { differences: event.differences }), 'changed', now)
    default:
      return confirmation
  }
}

function refused(
  confirmation: Confirmation,
  event: Extract<ConfirmationEvent, { type: 'refused' }>,
  now: number,
): Confirmation {
  const { reason, differences = [] } = event
  return ended(next(confirmation, { reason, differences }), 'refused', now)
}

function forget(confirmation: Confirmation): Confirmation {
  // Where it is still to be typed, the vault gives it once more.
  if (confirmation.answer === undefined) return confirmation
  return next(without(confirmation, 'answer'), {})
}

function next(confirmation: Confirmation, change: Partial<Confirmation>): Confirmation {
  return { ...confirmation, ...change, revision: confirmation.revision + 1 }
}

function ended(confirmation: Confirmation, state: ConfirmationState, now: number): Confirmation {
  return next(confirmation, { state, endedAt: now })
}

function without(confirmation: Confirmation, name: 'answer' | 'approval' | 'reason'): Confirmation {
  const { [name]: _dropped, ...rest } = confirmation
  return rest
}

function sameList(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}
