import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ConfirmationState, PromptReport } from '../messages.ts'
import { type Confirmation, type ConfirmationEvent, hasEnded, reduce } from './confirmation.ts'
import { events, PAYMENT, pending } from './sample.test-kit.ts'

const approval = { keyId: 'k1', challenge: '12345678' }

function driven(start: Confirmation, ...list: ConfirmationEvent[]): Confirmation {
  return list.reduce((confirmation, event) => reduce(confirmation, event, 2000), start)
}

const approve: ConfirmationEvent = { type: 'approve', revision: 1, approval }
const answered: ConfirmationEvent = { type: 'answered', answer: '1234567' }
const other = { ...PAYMENT, transaction: { purse: 'Z999999999999', amount: '25.00' } }

describe('a confirmation', () => {
  const paths: [string, ConfirmationEvent[], ConfirmationState][] = [
    ['is pending once it is found', [], 'pending'],
    ['is approved by the revision that was shown', [approve], 'approved'],
    ['is not approved by a stale revision', [{ ...approve, revision: 0 } as ConfirmationEvent], 'pending'],
    [
      'is not approved with a key of another site',
      [{ type: 'approve', revision: 1, approval: { ...approval, keyId: 'k9' } }],
      'pending',
    ],
    ['is rejected', [{ type: 'reject', revision: 1 }], 'rejected'],
    ['is not rejected by a stale revision', [{ type: 'reject', revision: 2 }], 'pending'],
    ['stays approved when the page says the same', [approve, { type: 'read', prompt: PAYMENT }], 'approved'],
    ['is refused when the page says something else', [approve, { type: 'read', prompt: other }], 'changed'],
    [
      'is refused when the form goes elsewhere',
      [approve, { type: 'read', prompt: { ...PAYMENT, destinations: [] } }],
      'changed',
    ],
    ['vanishes with its prompt', [{ type: 'gone' }], 'vanished'],
    ['vanishes when it cannot be read again', [approve, { type: 'read', prompt: null }], 'vanished'],
    ['is answered', [approve, answered], 'answered'],
    ['is not answered before it is approved', [answered], 'pending'],
    ['is filled', [approve, answered, { type: 'filled' }], 'filled'],
    ['is not filled before it is answered', [approve, { type: 'filled' }], 'approved'],
    ['is shown where it cannot be filled', [approve, answered, { type: 'shown', reason: 'hidden' }], 'shown'],
    [
      'keeps its answer when the page goes before it is typed',
      [approve, answered, { type: 'gone' }],
      'answered',
    ],
    ['goes back when the vault locked', [approve, { type: 'back', reason: 'locked' }], 'pending'],
    ['can be refused', [approve, { type: 'refused', reason: 'payment-only' }], 'refused'],
    ['expires', [{ type: 'expire' }], 'expired'],
    ['does not expire once it is approved', [approve, { type: 'expire' }], 'approved'],
    [
      'is not typed where the page changed at the last moment',
      [approve, answered, { type: 'overtaken', differences: [] }],
      'changed',
    ],
    [
      'changes when what was seen changes',
      [{ type: 'seen' }, { type: 'reported', prompt: other }],
      'changed',
    ],
    ['may change before anybody saw it', [{ type: 'reported', prompt: other }], 'pending'],
  ]
  for (const [name, list, state] of paths) {
    it(name, () => expect(driven(pending(), ...list).state).toBe(state))
  }

  const shown: [string, Partial<PromptReport>][] = [
    ['mode', { mode: 'authorization' }],
    ['purse', { transaction: { purse: 'Z999999999999', amount: '25.00' } }],
    ['amount', { transaction: { purse: 'Z123456789012', amount: '2500.00' } }],
    ['amount', { currency: 'WME' }],
    ['account', { account: 'eve@example.org' }],
    ['field', { ref: 'a-9' }],
    ['field', { boxes: 7 }],
    ['destination', { destinations: [] }],
    ['doubts', { doubts: [{ about: 'field', seen: [], choices: ['1. a', '2. b'] }] }],
  ]
  it.each(shown)(
    'ends where the page says another %s once it was seen, and where it is read again',
    (what, part) => {
      const prompt = { ...PAYMENT, ...part }
      const ended = { state: 'changed', differences: [{ what }] }
      expect(driven(pending(), { type: 'seen' }, { type: 'reported', prompt })).toMatchObject(ended)
      expect(driven(pending(), approve, { type: 'read', prompt })).toMatchObject(ended)
    },
  )

  it('is not answered with another challenge or session than the one approved', () => {
    for (const part of [{ challenge: '55556666' }, { session: 'AB' }]) {
      const read = { type: 'read' as const, prompt: { ...PAYMENT, ...part } }
      expect(driven(pending(), approve, read)).toMatchObject({
        state: 'changed',
        differences: [{ what: 'challenge' }],
      })
    }
  })

  it('takes a new challenge of the same operation in place, as another revision', () => {
    const seen = driven(pending(), { type: 'seen' })
    const renewed = { ...PAYMENT, challenge: '55556666' }
    const next = driven(seen, { type: 'reported', prompt: renewed })
    expect(next).toMatchObject({ state: 'pending', revision: 2, prompt: renewed })
    expect(driven(next, approve).state).toBe('pending')
  })

  it('says what changed', () => {
    const changed = driven(pending(), approve, { type: 'read', prompt: other })
    expect(changed.differences).toEqual([{ what: 'purse', shown: 'Z123456789012', now: 'Z999999999999' }])
  })

  it('forgets its answer when the vault locks, one that is on its way too, and takes it again later', () => {
    const way = driven(pending(), approve, answered)
    const forgotten = driven(way, { type: 'forget' })
    expect(forgotten.state).toBe('answered')
    expect(forgotten).not.toHaveProperty('answer')
    expect(driven(forgotten, answered).answer).toBe('1234567')
    const shown = driven(way, { type: 'shown', reason: 'hidden' }, { type: 'forget' })
    expect(shown).not.toHaveProperty('answer')
  })

  it('keeps no answer that was filled', () => {
    expect(driven(pending(), approve, answered, { type: 'filled' })).not.toHaveProperty('answer')
  })
})

describe('whatever happens to a confirmation, in whatever order', () => {
  const histories = fc.array(events, { maxLength: 30 })

  it('it never leaves an end, and never is answered without an approval of what was shown', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let confirmation = pending()
        for (const event of history) {
          const next = reduce(confirmation, event, 2000)
          if (hasEnded(confirmation)) expect(next.state).toBe(confirmation.state)
          if (next.state === 'approved' && confirmation.state !== 'approved') {
            expect(event).toMatchObject({ type: 'approve', revision: confirmation.revision })
            expect(next.prompt).toEqual(confirmation.prompt)
          }
          if (next.state === 'answered' && confirmation.state !== 'answered') {
            expect(confirmation.state).toBe('approved')
          }
          if (next.state === 'filled') expect(['answered', 'filled']).toContain(confirmation.state)
          confirmation = next
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('what the user approved stays as it was approved', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let confirmation = pending()
        for (const event of history) {
          const next = reduce(confirmation, event, 2000)
          if (confirmation.state === 'approved' || confirmation.state === 'answered') {
            expect(next.prompt).toBe(confirmation.prompt)
            if (next.state !== 'pending') expect(next.approval).toBe(confirmation.approval)
          }
          confirmation = next
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('a change that can be seen is another revision, and revisions only grow', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let confirmation = pending()
        for (const event of history) {
          const next = reduce(confirmation, event, 2000)
          expect(next.revision).toBeGreaterThanOrEqual(confirmation.revision)
          if (next.state !== confirmation.state || next.prompt !== confirmation.prompt) {
            expect(next.revision).toBeGreaterThan(confirmation.revision)
          }
          confirmation = next
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('the same event again changes nothing more', () => {
    const repeatable = histories.map((history) => history.filter(({ type }) => type !== 'moved'))
    fc.assert(
      fc.property(repeatable, events, (history, event) => {
        fc.pre(event.type !== 'moved')
        const once = reduce(driven(pending(), ...history), event, 2000)
        expect(reduce(once, event, 2000).state).toBe(once.state)
      }),
      { numRuns: 5000 },
    )
  })
})
