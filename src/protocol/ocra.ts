/** OCRA: RFC 6287 challenge-response algorithms. */
import { isBytes } from '@noble/hashes/utils.js'
import { base16 } from '@scure/base'
import { ProtocolError } from './error.ts'
import { checkSecret, eightBytes, hash, hashLength, keyedHash, truncate } from './hash.ts'
import { parseSuite, type Suite } from './suite.ts'

/** What goes into one computation besides the secret. */
export interface OcraInput {
  question: string
  /** Needed where the suite has `C`. */
  counter?: number | bigint
  /** Needed where the suite has `P`: the hash of the PIN, see {@link pinHash}. */
  pinHash?: Uint8Array
  /** Needed where the suite has `S`: at most the suite's length in bytes. */
  session?: Uint8Array
  /** Needed where the suite has `T`: time steps since 1970, see {@link timeStepsOf}. */
  timeSteps?: number | bigint
}

const QUESTION_BYTES = 128

/**
 * The OCRA value (RFC 6287 §5) as the suite wants it: 4 to 10 decimal digits, or, where the suite
 * says 0 digits, the whole HMAC in lower-case hexadecimal.
 *
 * A question may have up to twice the suite's length: in mutual challenge-response (§7.2) it is
 * both sides' challenges, one after the other.
 * @throws ProtocolError for a malformed suite, and for every input that is missing, unexpected or of the wrong size
 */
export function ocra(suite: string | Suite, secret: Uint8Array, input: OcraInput): string {
  const parsed = typeof suite === 'string' ? parseSuite(suite) : suite
  checkSecret(secret)
  const data = dataInput(parsed, input)
  const mac = keyedHash(parsed.algorithm, secret, data)
  data.fill(0)
  return parsed.digits === 0 ? base16.encode(mac).toLowerCase() : truncate(mac, parsed.digits)
}

/** The hash of a PIN that a suite with `P` takes (RFC 6287 §5.1). Give the PIN as the user typed it. */
export function pinHash(suite: string | Suite, pin: string): Uint8Array {
  const { pin: algorithm } = typeof suite === 'string' ? parseSuite(suite) : suite
  if (!algorithm) throw new ProtocolError('pin-unexpected', 'This suite takes no PIN.')
  return hash(algorithm, new TextEncoder().encode(pin))
}

/** How many of the suite's time steps have passed since 1970 at `timeMs` milliseconds. */
export function timeStepsOf(suite: string | Suite, timeMs: number): number {
  const { timeStep } = typeof suite === 'string' ? parseSuite(suite) : suite
  if (timeStep === undefined) throw new ProtocolError('time-unexpected', 'This suite takes no time.')
  if (timeStep === 0)
    throw new ProtocolError('time-range', "This suite's time step has no length, so it has no steps.")
  if (!Number.isFinite(timeMs) || timeMs < 0) {
    throw new ProtocolError('time-range', 'The time must be a number of milliseconds since 1970.')
  }
  return Math.floor(timeMs / 1000 / timeStep)
}

/** RFC 6287 §5.1: `suite | 00 | C | Q | P | S | T`. */
function dataInput(suite: Suite, input: OcraInput): Uint8Array {
  return concatenate([
    new TextEncoder().encode(`${suite.text}\0`),
    counterBytes(suite, input.counter),
    questionBytes(suite, input.question),
    pinBytes(suite, input.pinHash),
    sessionBytes(suite, input.session),
    timeBytes(suite, input.timeSteps),
  ])
}

const none = new Uint8Array()

function counterBytes(suite: Suite, counter: number | bigint | undefined): Uint8Array {
  if (!suite.counter) {
    if (counter === undefined) return none
    throw new ProtocolError('counter-unexpected', 'This suite takes no counter.')
  }
  if (counter === undefined) throw new ProtocolError('counter-missing', 'This suite needs a counter.')
  const bytes = eightBytes(counter)
  if (bytes) return bytes
  throw new ProtocolError('counter-range', 'The counter must be a whole number from 0 to 2⁶⁴ − 1.')
}

/**
 * RFC 6287 §5.1 and appendix A: 128 bytes, filled up with zeros on the right. Decimal questions are
 * a number written in hexadecimal, so leading zeros vanish; a hexadecimal text with an odd number of
 * digits is filled up on the right as well, which puts its last digit into the upper half of a byte.
 */
function questionBytes(suite: Suite, question: string): Uint8Array {
  checkQuestion(suite, question, 2 * suite.question.length)
  const bytes = new Uint8Array(QUESTION_BYTES)
  if (suite.question.format === 'A') {
    bytes.set(new TextEncoder().encode(question))
  } else {
    const hex = suite.question.format === 'N' ? BigInt(question).toString(16) : question
    bytes.set(base16.decode(hex.toUpperCase().padEnd(hex.length + (hex.length % 2), '0')))
  }
  return bytes
}

const alphabets = { N: /^[0-9]+$/, H: /^[0-9A-Fa-f]+$/, A: /^[0-9A-Za-z]+$/ } as const
const alphabetNames = { N: 'digits', H: 'hexadecimal digits', A: 'letters and digits' } as const

/** @throws ProtocolError `question-malformed`, `question-too-long` */
function checkQuestion(suite: Suite, question: string, longest: number): void {
  const { format } = suite.question
  if (typeof question !== 'string' || !alphabets[format].test(question)) {
    throw new ProtocolError(
      'question-malformed',
      `This suite's question must be ${alphabetNames[format]} only.`,
    )
  }
  if (question.length > longest) {
    throw new ProtocolError('question-too-long', `This suite's question has at most ${longest} characters.`)
  }
}

function pinBytes(suite: Suite, pin: Uint8Array | undefined): Uint8Array {
  if (!suite.pin) {
    if (pin === undefined) return none
    throw new ProtocolError('pin-unexpected', 'This suite takes no PIN.')
  }
  if (pin === undefined) throw new ProtocolError('pin-missing', 'This suite needs the PIN.')
  if (!isBytes(pin) || pin.length !== hashLength[suite.pin]) {
    throw new ProtocolError('pin-length', `The hash of the PIN must have ${hashLength[suite.pin]} bytes.`)
  }
  return pin
}

/** Session information that is shorter than the suite's length is filled up with zeros on the left (appendix A). */
function sessionBytes(suite: Suite, session: Uint8Array | undefined): Uint8Array {
  if (suite.session === undefined) {
    if (session === undefined) return none
    throw new ProtocolError('session-unexpected', 'This suite takes no session information.')
  }
  if (session === undefined) {
    throw new ProtocolError('session-missing', 'This suite needs session information.')
  }
  if (!isBytes(session) || session.length > suite.session) {
    throw new ProtocolError('session-length', `The session information has at most ${suite.session} bytes.`)
  }
  const bytes = new Uint8Array(suite.session)
  bytes.set(session, suite.session - session.length)
  return bytes
}

function timeBytes(suite: Suite, timeSteps: number | bigint | undefined): Uint8Array {
  if (suite.timeStep === undefined) {
    if (timeSteps === undefined) return none
    throw new ProtocolError('time-unexpected', 'This suite takes no time.')
  }
  if (timeSteps === undefined) throw new ProtocolError('time-missing', 'This suite needs the time.')
  const bytes = eightBytes(timeSteps)
  if (bytes) return bytes
  throw new ProtocolError('time-range', 'The time steps must be a whole number from 0 to 2⁶⁴ − 1.')
}

function concatenate(parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
