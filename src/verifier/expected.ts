import { timingSafeEqual } from 'node:crypto'
import { answerAuthorization, answerPayment, parseSuite, timeStepsOf } from '../protocol/index.ts'
import type { Policy } from './policy.ts'
import type { Secrets } from './seal.ts'

/** One challenge as the verifier recorded it; nothing here comes from whoever answers. */
export interface Recorded {
  mode: 'authorization' | 'payment'
  suite: string
  challenge: string
  transaction: { purse: string; amount: string } | undefined
  session: Uint8Array | undefined
}

/**
 * Compares an answer with every one that would be right now: for each counter in the window, for each
 * time step around the present one. Gives the counter that follows, or `undefined` for a wrong answer.
 * All candidates are computed and compared whole, whichever is right.
 */
export function matchAnswer(
  recorded: Recorded,
  { secret, pinHash, paymentPinHash }: Secrets,
  at: { counter: number; now: number; policy: Policy },
  answer: string,
): { nextCounter: number } | undefined {
  const suite = parseSuite(recorded.suite)
  const pin = recorded.mode === 'payment' ? paymentPinHash : pinHash
  const given = Buffer.from(suite.digits === 0 ? answer.toLowerCase() : answer)
  const counters = suite.counter ? range(at.counter, at.counter + at.policy.counterWindow) : [undefined]
  const step = suite.timeStep === undefined ? undefined : timeStepsOf(suite, at.now)
  const times =
    step === undefined ? [undefined] : range(step - at.policy.timeWindow, step + at.policy.timeWindow)
  let nextCounter: number | undefined
  for (const counter of counters) {
    for (const timeSteps of times) {
      const inputs = {
        suite,
        secret,
        challenge: recorded.challenge,
        ...(counter === undefined ? {} : { counter }),
        ...(timeSteps === undefined ? {} : { timeSteps }),
        ...(pin === undefined ? {} : { pinHash: pin }),
        ...(recorded.session === undefined ? {} : { session: recorded.session }),
      }
      const expected = Buffer.from(
        recorded.transaction
          ? answerPayment({ ...inputs, ...recorded.transaction })
          : answerAuthorization(inputs),
      )
      const same = given.length === expected.length && timingSafeEqual(given, expected)
      if (same) nextCounter ??= counter === undefined ? at.counter : counter + 1
    }
  }
  return nextCounter === undefined ? undefined : { nextCounter }
}

function range(from: number, to: number): number[] {
  const start = Math.max(from, 0)
  return Array.from({ length: to - start + 1 }, (_, index) => start + index)
}
