import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  answerAuthorization,
  answerPayment,
  DEFAULT_PAYMENT_SUITE,
  DEFAULT_SUITE,
} from '../protocol/index.ts'
import { type OpenDatabase, openDatabase } from './database.ts'
import type { Issued } from './issue.ts'
import { defaultPolicy } from './policy.ts'
import { createVerifier, type Verifier } from './verifier.ts'

const secret = new Uint8Array(32).fill(3)
const policy = { ...defaultPolicy, failuresToLock: 5, lockMs: 20_000, lifetimeMs: 30_000 }

/** One account as the rules describe it, without SQL. */
interface Model {
  now: number
  failures: number
  /** No answer is looked at before this moment. */
  heldUntil: number
  challenges: { issued: Issued; right: string; used: boolean; withdrawn: boolean }[]
}

interface Real {
  verifier: Verifier
  account: string
}

let database: OpenDatabase
let now = 0
let accounts = 0

beforeAll(async () => {
  database = await openDatabase()
  await createVerifier({ sql: database }).migrate()
}, 60_000)
afterAll(() => database.close())

class IssueCommand implements fc.AsyncCommand<Model, Real> {
  readonly mode: 'authorization' | 'payment'
  constructor(mode: 'authorization' | 'payment') {
    this.mode = mode
  }
  check = () => true
  async run(model: Model, { verifier, account }: Real) {
    const transaction = { purse: 'Z123456789012', amount: '25.00' }
    const issued = await verifier.issue({
      account,
      mode: this.mode,
      ...(this.mode === 'payment' ? { transaction } : {}),
    })
    const { challenge } = issued
    const right =
      this.mode === 'payment'
        ? answerPayment({ suite: DEFAULT_PAYMENT_SUITE, secret, challenge, ...transaction })
        : answerAuthorization({ suite: DEFAULT_SUITE, secret, challenge })
    expect(issued.expiresAt).toBe(model.now + policy.lifetimeMs)
    expect(model.challenges.map(({ issued }) => issued.challenge)).not.toContain(challenge)
    model.challenges.push({ issued, right, used: false, withdrawn: false })
  }
  toString = () => `issue(${this.mode})`
}

class CheckCommand implements fc.AsyncCommand<Model, Real> {
  readonly which: number
  readonly answerRight: boolean
  constructor(which: number, answerRight: boolean) {
    this.which = which
    this.answerRight = answerRight
  }
  check = (model: Readonly<Model>) => model.challenges.length > 0
  async run(model: Model, { verifier }: Real) {
    const challenge = model.challenges[this.which % model.challenges.length]!
    const wrong = challenge.right.replace(/.$/, (digit) => String((Number(digit) + 1) % 10))
    const answer = this.answerRight ? challenge.right : wrong
    const result = await verifier.check({ id: challenge.issued.id, answer })
    expect(result.ok ? 'ok' : result.reason).toBe(this.expected(model, challenge))
  }
  private expected(model: Model, challenge: Model['challenges'][number]): string {
    if (challenge.used) return 'repeated'
    if (challenge.withdrawn || model.now >= challenge.issued.expiresAt) return 'expired'
    if (model.now < model.heldUntil) return model.failures >= policy.failuresToLock ? 'locked' : 'slow-down'
    if (this.answerRight) {
      challenge.used = true
      model.failures = 0
      model.heldUntil = 0
      return 'ok'
    }
    model.failures++
    const waits = [0, 0, 0, 1_000, 2_000]
    model.heldUntil = model.now + (waits[model.failures] ?? policy.lockMs)
    return 'wrong'
  }
  toString = () => `check(${this.which}, ${this.answerRight ? 'right' : 'wrong'})`
}

class WaitCommand implements fc.AsyncCommand<Model, Real> {
  readonly ms: number
  constructor(ms: number) {
    this.ms = ms
  }
  check = () => true
  async run(model: Model) {
    now += this.ms
    model.now = now
  }
  toString = () => `wait(${this.ms})`
}

class EnrolCommand implements fc.AsyncCommand<Model, Real> {
  check = () => true
  async run(model: Model, { verifier, account }: Real) {
    await verifier.enrol(account, { secret, suite: DEFAULT_SUITE, paymentSuite: DEFAULT_PAYMENT_SUITE })
    for (const challenge of model.challenges) challenge.withdrawn = true
    model.failures = 0
    model.heldUntil = 0
  }
  toString = () => 'enrol()'
}

test('whatever happens to an account, in whatever order, the rules hold', async () => {
  const checks = fc.tuple(fc.nat(20), fc.boolean()).map(([which, right]) => new CheckCommand(which, right))
  const commands = [
    fc.constantFrom('authorization' as const, 'payment' as const).map((mode) => new IssueCommand(mode)),
    checks,
    checks,
    checks,
    fc.constantFrom(500, 1_000, 2_000, 10_000, 20_000).map((ms) => new WaitCommand(ms)),
    fc.constant(new EnrolCommand()),
  ]
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { size: 'large', maxCommands: 60 }), (sequence) =>
      fc.asyncModelRun(async () => {
        const account = `account-${accounts++}`
        now = 1_800_000_000_000
        const verifier = createVerifier({ sql: database, clock: () => now, policy })
        await verifier.enrol(account, { secret, suite: DEFAULT_SUITE, paymentSuite: DEFAULT_PAYMENT_SUITE })
        return { model: { now, failures: 0, heldUntil: 0, challenges: [] }, real: { verifier, account } }
      }, sequence),
    ),
    { numRuns: 60 },
  )
})
