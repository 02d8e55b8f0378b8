/**
 * Answers and codes. Each challenge is answered once: what it was answered with is kept for a day, and the
 * check, the counter's step, the journal entry and the kept answer are one transaction, on the disk before
 * the answer leaves.
 */
import {
  answerAuthorization,
  answerPayment,
  canonicalPurse,
  checkChallenge,
  checkPaymentChallenge,
  hotp,
  parseSuite,
  pinHash,
  type QuestionFormat,
  readSession,
  type Suite,
  settledAmount,
  timeStepsOf,
  totp,
} from '../protocol/index.ts'
import { Conflict, type Core } from './core.ts'
import { VaultError } from './errors.ts'
import { type Journal, type JournalStep, writeEntries } from './journal.ts'
import { type KeyInfo, labelOf, nextCounter } from './key-info.ts'
import { type Keys, putKey, sameRevision, type WholeKey } from './keys.ts'
import { type Opened, OpenedStore, sameContent } from './opened.ts'
import type { Bytes, MetaOf, SealedRow, StoreName, WriteTransaction } from './schema.ts'
import type { Box } from './seal.ts'
import { changeSite } from './sites.ts'
import type { AnsweredWith, AnswerRequest, Code, CodeRequest, NewJournalEntry, Transaction } from './types.ts'

/** For how long a challenge stays answered. */
export const KEPT_MS = 24 * 60 * 60_000

/**
 * What `answers` seals. `names` is what its id was made from, so that another data key can name it again: of an
 * answer the secret, the challenge as {@link questionName} has it and the suite, which early ones lack.
 */
export interface AnswerContent {
  names: string[]
  at: number
  answer: string
  counter?: string
  /** Absent for a code that was asked for. */
  given?: AnsweredWith
}

type Answered = Opened<SealedRow, AnswerContent>

/** What lies in the store, as of the change that last wrote it. */
interface Kept {
  written: number
  live: Answered[]
  /** Older than a day. */
  expired: Answered[]
}

/** What was asked, checked and in canonical form. */
interface Question {
  request: AnswerRequest
  suite: Suite
  challenge: string
  transaction?: Transaction
}

/** What goes into one transaction, sealed beforehand. */
interface Step {
  key: WholeKey
  info?: { content: KeyInfo; sealed: Bytes }
  answer: Omit<SealedRow, 'revision'>
  kept: Kept
  journal?: JournalStep
  paymentAt?: string
}

export class Answers {
  readonly opened: OpenedStore<'answers', AnswerContent>
  readonly #core: Core
  readonly #keys: Keys
  readonly #journal: Journal

  constructor(core: Core, keys: Keys, journal: Journal) {
    this.#core = core
    this.#keys = keys
    this.#journal = journal
    this.opened = new OpenedStore(core, 'answers')
  }

  answer(request: AnswerRequest): Promise<{ answer: string; repeated: boolean }> {
    return this.#withKey(request.keyId, async (box, key) => {
      const question = questionOf(key.content, request)
      const names = namesOf(key.content, question)
      const ids = await Promise.all(everyName(key.content, names).map((each) => box.lookup(...each)))
      const kept = await this.#kept(box, ids)
      const related = kept.live.filter(({ content }) => isOfSame(content, names, question.challenge))
      for (const { content } of related) refuseOther(content, question, this.#core.now())
      const present = related.find(({ content }) => isOfSuite(content, names))
      const id = present?.row.id ?? (await box.lookup(...names))
      const counter = question.suite.counter ? (present?.content.counter ?? counterOf(key)) : undefined
      const answer =
        present && !asksAgain(question)
          ? present.content.answer
          : compute(key, question, counter, this.#core.now())
      const given: AnsweredWith = present?.content.given ?? answeredWith(question, this.#core.now())
      const content: AnswerContent = {
        names: present?.content.names ?? names,
        at: given.at,
        answer,
        ...(counter === undefined ? {} : { counter }),
        given,
      }
      const moved = !present && counter !== undefined ? { counter: stepped(counter) } : {}
      const used = request.keep ? { lastUsedAt: this.#core.now() } : {}
      const journal = request.keep ? journalOf(key, question) : undefined
      const { origin } = request.journal
      await this.#commit(box, {
        key,
        ...(await sealInfo(box, key, { ...moved, ...used })),
        answer: { id, sealed: await box.seal('answers', id, content) },
        kept,
        ...(journal ? { journal: await this.#journal.prepare(box, [journal]) } : {}),
        ...(request.keep && request.mode === 'payment' && origin !== undefined ? { paymentAt: origin } : {}),
      })
      return { answer, repeated: present !== undefined }
    })
  }

  code(keyId: string, { requestId, timeMs, journal }: CodeRequest = {}): Promise<Code> {
    return this.#withKey(keyId, async (box, key) => {
      const { kind, algorithm, digits, period } = key.content
      if (key.content.archived) throw archived()
      if (kind === 'totp' && period !== undefined) {
        const now = timeMs ?? this.#core.now()
        const code = totp(key.secret, now, { algorithm, digits, period })
        if (journal) await this.#journal.append(codeEntry(key, journal))
        const periodMs = period * 1000
        return { code, endsAt: (Math.floor(now / periodMs) + 1) * periodMs, periodMs }
      }
      if (kind !== 'hotp') {
        throw new VaultError('wrong-kind', 'This key answers challenges; it has no codes of its own.')
      }
      const names = ['code', key.content.secretId, requestId ?? crypto.randomUUID()]
      const id = await box.lookup(...names)
      const kept = await this.#kept(box, [id])
      const present = kept.live.find(({ row }) => row.id === id)
      if (present) return { code: present.content.answer }
      const counter = counterOf(key)
      const code = hotp(key.secret, BigInt(counter), { algorithm, digits })
      const now = this.#core.now()
      const content: AnswerContent = { names, at: now, answer: code, counter }
      await this.#commit(box, {
        key,
        ...(await sealInfo(box, key, { counter: stepped(counter), lastUsedAt: now })),
        answer: { id, sealed: await box.seal('answers', id, content) },
        kept,
        ...(journal ? { journal: await this.#journal.prepare(box, [codeEntry(key, journal)]) } : {}),
      })
      return { code }
    })
  }

  #withKey<T>(id: string, work: (box: Box, key: WholeKey) => Promise<T>): Promise<T> {
    return this.#core.withBox(async (box) => {
      const key = await this.#keys.load(box, id)
      try {
        return await work(box, key)
      } finally {
        key.secret.fill(0)
      }
    })
  }

  /** Everything that is kept. None of these ids may be one that can no longer be read. */
  async #kept(box: Box, ids: string[]): Promise<Kept> {
    const { byId, written } = await this.opened.all(box)
    const rows = await this.#core.read(['meta', 'answers'], async (transaction) => {
      await sameContent(transaction, 'answers', written)
      return Promise.all(ids.map((id) => transaction.objectStore('answers').get(id)))
    })
    const damaged = ids.find((id, at) => rows[at] !== undefined && !byId.has(id))
    if (damaged !== undefined) {
      throw new VaultError(
        'damaged-answer',
        'Whether this challenge was answered before can no longer be read. Ask the site for a new one.',
        { store: 'answers', id: damaged },
      )
    }
    const now = this.#core.now()
    // With the clock set back an answer lies in the future, and is kept all the longer.
    const isExpired = ({ content }: Answered) => now - content.at >= KEPT_MS
    const all = [...byId.values()]
    return { written, live: all.filter((each) => !isExpired(each)), expired: all.filter(isExpired) }
  }

  #commit(box: Box, step: Step): Promise<void> {
    const { key, info, answer, kept, journal, paymentAt } = step
    const stores: StoreName[] = ['answers']
    if (info) stores.push('keys')
    if (journal) stores.push('journal')
    if (paymentAt !== undefined) stores.push('sites')
    const work = async (
      transaction: WriteTransaction,
      revision: number,
      before: MetaOf['state'],
    ): Promise<void> => {
      await sameRevision(transaction, key.row)
      // Another answer to the same challenge may lie under another id.
      if ((before.written.answers ?? 0) !== kept.written) throw new Conflict()
      const answers = transaction.objectStore('answers')
      await Promise.all([
        ...kept.expired.map(({ row }) => answers.delete(row.id)),
        answers.put({ ...answer, revision }),
        info && putKey(transaction, key.row.id, info.content, info.sealed, revision, key.row.changed),
        journal && writeEntries(transaction, journal, revision),
        paymentAt !== undefined &&
          changeSite(transaction, paymentAt, (site) => ({ ...site, payments: true })),
      ])
    }
    // The key is looked at in any case: it must not have been deleted or edited in between.
    return this.#core.change(stores, box, work, ['keys'])
  }
}

/** @throws VaultError and ProtocolError for everything that this key does not answer */
function questionOf(info: KeyInfo, request: AnswerRequest): Question {
  if (info.archived) throw archived()
  if (info.kind !== 'ocra' || info.suite === undefined) {
    throw new VaultError('wrong-kind', 'This key makes codes; it does not answer challenges.')
  }
  const { origin } = request.journal
  if (origin !== undefined && !info.origins.includes(origin)) {
    throw new VaultError(
      'origin-refused',
      `This key may not answer at ${origin}. Allow the site in the key's settings.`,
    )
  }
  if (request.mode === 'authorization') {
    if (info.paymentOnly) {
      throw new VaultError(
        'payment-only',
        'This key is set to payments only: it does not answer authorizations, which could confirm anything.',
      )
    }
    const suite = parseSuite(info.suite)
    return { request, suite, challenge: checkChallenge(suite, request.challenge) }
  }
  if (info.paymentSuite === undefined) {
    throw new VaultError('payments-off', 'This key does not answer payments. Switch them on in its settings.')
  }
  if (!request.transaction) {
    throw new VaultError('transaction-needed', 'A payment needs the purse and the amount.')
  }
  const purse = canonicalPurse(request.transaction.purse)
  const amount = settledAmount(request.transaction.amount)
  const suite = parseSuite(info.paymentSuite)
  return {
    request,
    suite,
    challenge: checkPaymentChallenge(request.challenge),
    transaction: { purse, amount },
  }
}

/**
 * The challenge as far as it makes a difference to an authorization answer. What OCRA hashes (RFC 6287 §5.1,
 * appendix A) is a number filled up with zeros on the right: `0123` and `123`, `ab` and `AB00` are one question,
 * and whoever has answered one has answered the other.
 */
function questionName(format: QuestionFormat, challenge: string): string {
  const number =
    format === 'N' && /^\d+$/.test(challenge)
      ? BigInt(challenge).toString(16)
      : format === 'H' && /^[\da-f]+$/i.test(challenge)
        ? challenge.toLowerCase()
        : undefined
  return number === undefined ? challenge : `#${number.replace(/0+$/, '')}`
}

function namesOf({ secretId, suite }: KeyInfo, question: Question): string[] {
  const { format } = parseSuite(suite ?? '').question
  return ['answer', secretId, questionName(format, question.challenge), question.suite.text]
}

/** Under what this key's answers to the challenge may lie: in either mode, or as early ones did. */
function everyName({ suite = '', paymentSuite = suite }: KeyInfo, names: string[]): string[][] {
  const early = names.slice(0, 3)
  return [early, [...early, suite], [...early, paymentSuite]]
}

/**
 * Whether an answer was given to the challenge of these names, by whatever key of their secret. Two keys of one
 * secret may take different questions: the challenge is the same if it is for the one or for the other.
 */
function isOfSame({ names, given }: AnswerContent, asked: string[], challenge: string): boolean {
  if (given === undefined || names[0] !== 'answer' || names[1] !== asked[1]) return false
  if (given.challenge === challenge) return true
  return (['N', 'H'] as const).some((format) => {
    const name = questionName(format, challenge)
    return name === questionName(format, given.challenge) && (name === asked[2] || name === names[2])
  })
}

/** Whether it is the very answer that these names ask for: early ones were kept without their suite. */
const isOfSuite = ({ names }: AnswerContent, asked: string[]): boolean =>
  names[3] === undefined ? names[2] === asked[2] : names[3] === asked[3]

const sessionOf = ({ suite, request }: Question): string | undefined =>
  suite.session === undefined ? undefined : request.session

function answeredWith(question: Question, at: number): AnsweredWith {
  const { request, challenge, transaction } = question
  const session = sessionOf(question)
  return {
    mode: request.mode,
    challenge,
    ...(transaction ? { transaction } : {}),
    ...(session === undefined ? {} : { session }),
    at,
  }
}

/** @throws VaultError `answered-otherwise` */
function refuseOther({ given }: AnswerContent, question: Question, now: number): void {
  const asked = answeredWith(question, now)
  const same =
    given &&
    given.mode === asked.mode &&
    (given.mode === 'authorization' || given.challenge === asked.challenge) &&
    given.transaction?.purse === asked.transaction?.purse &&
    given.transaction?.amount === asked.transaction?.amount &&
    given.session === asked.session
  if (same) return
  throw new VaultError(
    'answered-otherwise',
    'This challenge was answered before, for something else. Ask the site for a new one.',
    { answered: given, asked },
  )
}

/** What the present decides, or a PIN that is typed each time and kept nowhere. */
const asksAgain = ({ suite, request }: Question): boolean =>
  suite.timeStep !== undefined || (suite.pin !== undefined && request.pin !== undefined)

function compute(
  { secret }: WholeKey,
  { suite, challenge, transaction, request }: Question,
  counter: string | undefined,
  now: number,
): string {
  const { pin, session } = request
  const inputs = {
    suite,
    secret,
    challenge,
    ...(counter === undefined ? {} : { counter: BigInt(counter) }),
    ...(suite.pin === undefined || pin === undefined ? {} : { pinHash: pinHash(suite, pin) }),
    ...(suite.session === undefined || session === undefined ? {} : { session: readSession(session) }),
    ...(suite.timeStep === undefined ? {} : { timeSteps: timeStepsOf(suite, request.timeMs ?? now) }),
  }
  return transaction ? answerPayment({ ...inputs, ...transaction }) : answerAuthorization(inputs)
}

const counterOf = ({ content }: WholeKey): string => content.counter ?? '0'

function stepped(counter: string): string {
  const next = nextCounter(counter)
  if (next !== undefined) return next
  throw new VaultError('counter-exhausted', "This key's counter is at its end. Enrol a new key at the site.")
}

async function sealInfo(
  box: Box,
  { row, content }: WholeKey,
  change: Partial<KeyInfo>,
): Promise<Pick<Step, 'info'>> {
  if (Object.keys(change).length === 0) return {}
  const next = { ...content, ...change }
  return { info: { content: next, sealed: await box.seal('keys', row.id, next) } }
}

function journalOf(
  { row, content }: WholeKey,
  { request, challenge, transaction }: Question,
): NewJournalEntry {
  return {
    ...request.journal,
    mode: request.mode,
    challenge,
    ...(transaction ? { transaction } : {}),
    keyId: row.id,
    keyLabel: labelOf(content),
  }
}

const codeEntry = ({ row, content }: WholeKey, journal: NewJournalEntry): NewJournalEntry => ({
  ...journal,
  what: 'code',
  keyId: row.id,
  keyLabel: labelOf(content),
})

const archived = (): VaultError =>
  new VaultError('key-archived', 'This key is archived. Bring it back before you use it.')
