import { hasBidiControl } from './bidi.ts'
import { ProtocolError } from './error.ts'
import { type Algorithm, checkSecret, isAlgorithm } from './hash.ts'
import { parseOrigin } from './origin.ts'
import { parsePaymentSuite } from './payment.ts'
import { parseSuite } from './suite.ts'

/** A key as it comes from outside: from an `otpauth:` URI or another authenticator's export. */
export interface Enrolment {
  kind: 'ocra' | 'totp' | 'hotp'
  /** Who gave the key; empty where nobody says. */
  issuer: string
  /** Whose it is there: an e-mail address, a WMID; empty where nobody says. */
  account: string
  secret: Uint8Array
  algorithm: Algorithm
  /** 4 to 10; 0 only where an OCRA suite answers with the whole HMAC. */
  digits: number
  /** Seconds; `totp` only. */
  period?: number
  /** The next counter: `hotp`, and `ocra` where the suite has `C`. A bigint only where no number holds it exactly. */
  counter?: number | bigint
  /** `ocra`: answers authorizations. */
  suite?: string
  /** `ocra`: answers payments. */
  paymentSuite?: string
  /** `ocra`: where the key may answer, each an exact origin such as `https://wallet.example`. */
  origins?: string[]
}

/** What somebody says about a key, before it is checked; what is left out takes the usual value. */
export type EnrolmentClaim = Pick<Enrolment, 'kind' | 'secret'> & {
  [Field in Exclude<keyof Enrolment, 'kind' | 'secret'>]?: Enrolment[Field] | undefined
}

const LONGEST_NAME = 256
/** Two days of seconds, the longest time step that OCRA knows too (RFC 6287 §6.3). */
const LONGEST_PERIOD = 172_800
const MOST_ORIGINS = 50
const MOST_COUNTER = 0xffff_ffff_ffff_ffffn

/**
 * Checks everything about a key and gives it back in the one form in which it is kept: names trimmed,
 * origins exact and once each, an OCRA key's algorithm and digits taken from its suite, nothing that
 * its kind does not use.
 * @throws ProtocolError `secret-…`, `suite-…`, `payment-suite…`, `origin-…`, `otpauth-issuer`,
 *   `otpauth-account`, `algorithm-unknown`, `digits-range`, `period-range`, `counter-range`
 */
export function checkEnrolment(claim: EnrolmentClaim): Enrolment {
  checkSecret(claim.secret)
  const names = {
    issuer: checkName(claim.issuer ?? '', 'otpauth-issuer', "The issuer's name"),
    account: checkName(claim.account ?? '', 'otpauth-account', "The account's name"),
  }
  const { kind, secret } = claim
  switch (kind) {
    case 'ocra':
      return { kind, ...names, secret, ...checkSuites(claim) }
    case 'totp':
      return { kind, ...names, secret, ...checkCode(claim), period: checkPeriod(claim.period ?? 30) }
    case 'hotp':
      return { kind, ...names, secret, ...checkCode(claim), counter: checkCounter(claim.counter ?? 0) }
    default:
      throw new ProtocolError('otpauth-type', 'A key is for OCRA, TOTP or HOTP; others are not known here.')
  }
}

function checkSuites(claim: EnrolmentClaim): Omit<Enrolment, 'kind' | 'issuer' | 'account' | 'secret'> {
  if (!claim.suite) {
    throw new ProtocolError(
      'suite-missing',
      'The key does not say its suite, such as OCRA-1:HOTP-SHA256-7:QN08.',
    )
  }
  const suite = parseSuite(claim.suite)
  const payment = claim.paymentSuite ? parsePaymentSuite(claim.paymentSuite) : undefined
  if (payment && payment.text === suite.text) {
    throw new ProtocolError(
      'payment-suite-same',
      'The suite for payments must differ from the other one, or an answer to one could confirm the other.',
    )
  }
  const origins = [...new Set((claim.origins ?? []).map(parseOrigin))]
  if (origins.length > MOST_ORIGINS) {
    throw new ProtocolError('origin-malformed', `A key may answer at most ${MOST_ORIGINS} sites.`)
  }
  return {
    algorithm: suite.algorithm,
    digits: suite.digits,
    suite: suite.text,
    ...(payment ? { paymentSuite: payment.text } : {}),
    ...(suite.counter || payment?.counter ? { counter: checkCounter(claim.counter ?? 0) } : {}),
    ...(origins.length > 0 ? { origins } : {}),
  }
}

function checkCode(claim: EnrolmentClaim): Pick<Enrolment, 'algorithm' | 'digits'> {
  const { algorithm = 'SHA1', digits = 6 } = claim
  if (!isAlgorithm(algorithm)) {
    throw new ProtocolError('algorithm-unknown', "The key's hash must be SHA1, SHA256 or SHA512.")
  }
  if (!Number.isInteger(digits) || digits < 4 || digits > 10) {
    throw new ProtocolError('digits-range', "The key's codes must have 4 to 10 digits.")
  }
  return { algorithm, digits }
}

function checkPeriod(period: number): number {
  if (Number.isInteger(period) && period >= 1 && period <= LONGEST_PERIOD) return period
  throw new ProtocolError('period-range', `The key's period must be 1 to ${LONGEST_PERIOD} seconds.`)
}

function checkCounter(counter: number | bigint): number | bigint {
  const whole = typeof counter === 'bigint' || Number.isSafeInteger(counter) ? BigInt(counter) : -1n
  if (whole < 0n || whole > MOST_COUNTER) {
    throw new ProtocolError('counter-range', "The key's counter must be a whole number from 0 to 2⁶⁴ − 1.")
  }
  return whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole
}

function checkName(text: string, code: 'otpauth-issuer' | 'otpauth-account', what: string): string {
  const name = text.trim()
  if (name.length > LONGEST_NAME) {
    throw new ProtocolError(code, `${what} is longer than ${LONGEST_NAME} characters.`)
  }
  if (/\p{Cc}|[\u2028\u2029]/u.test(name) || hasBidiControl(name)) {
    throw new ProtocolError(code, `${what} holds hidden characters that change how it is shown.`)
  }
  return name
}
