import { ProtocolError } from './error.ts'
import { type Algorithm, isAlgorithm } from './hash.ts'

/** `N` decimal digits, `H` hexadecimal digits, `A` letters and digits. */
export type QuestionFormat = 'N' | 'H' | 'A'

/** An OCRA suite (RFC 6287 §6), taken apart. */
export interface Suite {
  /** As it was given; this is what is hashed. */
  readonly text: string
  readonly algorithm: Algorithm
  /** 4 to 10, or 0: the answer is the whole HMAC. */
  readonly digits: number
  readonly counter: boolean
  readonly question: { readonly format: QuestionFormat; readonly length: number }
  /** The hash of the PIN that goes in. */
  readonly pin?: Algorithm
  /** How many bytes of session information go in. */
  readonly session?: number
  /** Length of a time step in seconds; 0 for the `T0H` that the grammar allows. */
  readonly timeStep?: number
}

export const DEFAULT_SUITE = 'OCRA-1:HOTP-SHA256-7:QN08'
export const DEFAULT_PAYMENT_SUITE = 'OCRA-1:HOTP-SHA256-7:QH64'

/** Session information without a length (`S`) has this many bytes. */
const DEFAULT_SESSION_BYTES = 64

/**
 * Takes a suite apart. It is used exactly as given: no trimming, no change of case.
 * @throws ProtocolError with a code that begins with `suite-`
 */
export function parseSuite(text: string): Suite {
  if (typeof text !== 'string' || text.length > 100) {
    throw new ProtocolError('suite-malformed', 'A suite is a text such as OCRA-1:HOTP-SHA256-7:QN08.')
  }
  const parts = text.split(':')
  const [version, cryptoFunction, dataInput] = parts
  if (parts.length !== 3 || !version || !cryptoFunction || !dataInput) {
    throw new ProtocolError(
      'suite-malformed',
      'A suite has three parts with a colon between them, such as OCRA-1:HOTP-SHA256-7:QN08.',
    )
  }
  if (version !== 'OCRA-1') {
    throw new ProtocolError(
      'suite-version',
      `Only suites that begin with OCRA-1 are known, not ${quoted(version)}.`,
    )
  }
  return { text, ...parseCryptoFunction(cryptoFunction), ...parseDataInput(dataInput) }
}

/** RFC 6287 §6.2: `HOTP-H-t`. */
function parseCryptoFunction(text: string): Pick<Suite, 'algorithm' | 'digits'> {
  const [family, algorithm, digits, ...rest] = text.split('-')
  if (family !== 'HOTP' || algorithm === undefined || digits === undefined || rest.length > 0) {
    throw new ProtocolError(
      'suite-function',
      `The suite's function must look like HOTP-SHA256-7, not ${quoted(text)}.`,
    )
  }
  if (!isAlgorithm(algorithm)) {
    throw new ProtocolError(
      'suite-hash',
      `The suite's hash must be SHA1, SHA256 or SHA512, not ${quoted(algorithm)}.`,
    )
  }
  if (!/^(?:0|[4-9]|10)$/.test(digits)) {
    throw new ProtocolError(
      'suite-digits',
      `The suite's answer must have 4 to 10 digits, or 0, not ${quoted(digits)}.`,
    )
  }
  return { algorithm, digits: Number(digits) }
}

/** RFC 6287 §6.3: `[C-]QFxx[-PH][-Snnn][-TG]`, in the order in which the values are concatenated (§5.1). */
function parseDataInput(text: string): Omit<Suite, 'text' | 'algorithm' | 'digits'> {
  const parts = text.split('-')
  const counter = parts[0] === 'C'
  if (counter) parts.shift()
  const question = parseQuestion(parts.shift())
  const found: { pin?: Algorithm; session?: number; timeStep?: number } = {}
  let reached = 0
  for (const part of parts) {
    const place = 'PST'.indexOf(part.charAt(0)) + 1
    if (part === '' || place === 0) {
      throw new ProtocolError('suite-malformed', `The suite asks for ${quoted(part)}, which is not known.`)
    }
    if (place <= reached) {
      throw new ProtocolError(
        'suite-order',
        "The suite's inputs must stand once each, in the order C, Q, P, S, T.",
      )
    }
    reached = place
    if (place === 1) found.pin = parsePin(part)
    else if (place === 2) found.session = parseSession(part)
    else found.timeStep = parseTimeStep(part)
  }
  return { counter, question, ...found }
}

function parseQuestion(text: string | undefined): Suite['question'] {
  const match = /^Q([ANH])(\d{1,2})$/.exec(text ?? '')
  const length = Number(match?.[2])
  const format = match?.[1]
  if ((format !== 'A' && format !== 'N' && format !== 'H') || !(length >= 4 && length <= 64)) {
    throw new ProtocolError(
      'suite-question',
      `The suite's question must be QN, QH or QA with a length of 04 to 64, not ${quoted(text ?? '')}.`,
    )
  }
  return { format, length }
}

function parsePin(text: string): Algorithm {
  const algorithm = text.slice(1)
  if (isAlgorithm(algorithm)) return algorithm
  throw new ProtocolError(
    'suite-pin',
    `The suite's PIN must be PSHA1, PSHA256 or PSHA512, not ${quoted(text)}.`,
  )
}

function parseSession(text: string): number {
  if (text === 'S') return DEFAULT_SESSION_BYTES
  const length = /^S\d{3}$/.test(text) ? Number(text.slice(1)) : 0
  if (length >= 1 && length <= 512) return length
  throw new ProtocolError(
    'suite-session',
    `The suite's session length must be S001 to S512, not ${quoted(text)}.`,
  )
}

function parseTimeStep(text: string): number {
  const match = /^T(0|[1-9]\d?)([SMH])$/.exec(text)
  const count = Number(match?.[1])
  const unit = match?.[2]
  if ((unit === 'S' || unit === 'M') && count >= 1 && count <= 59) return count * (unit === 'S' ? 1 : 60)
  if (unit === 'H' && count >= 0 && count <= 48) return count * 3600
  throw new ProtocolError(
    'suite-time',
    `The suite's time step must be 1-59S, 1-59M or 0-48H, not ${quoted(text)}.`,
  )
}

function quoted(text: string): string {
  return `"${text.length > 24 ? `${text.slice(0, 24)}…` : text}"`
}
