/**
 * `otpauth:` URIs: how keys are handed over, after the convention that Google Authenticator began
 * ("Key Uri Format") and that OCRA clients extended with `otpauth://ocra` and `ocraSuite`.
 */
import { checkEnrolment, type Enrolment, type EnrolmentClaim } from './enrolment.ts'
import { ProtocolError } from './error.ts'
import { type Algorithm, isAlgorithm } from './hash.ts'
import { decode, type QueryPart, splitQuery } from './query.ts'
import { formatSecret, parseSecret } from './secret-text.ts'

const LONGEST = 8000

/**
 * Reads `otpauth://ocra/Issuer:account?secret=BASE32&issuer=Issuer&ocraSuite=…` (some write `suite=`),
 * with `paymentSuite=` and any number of `origin=`, and `otpauth://totp` and `otpauth://hotp` as everywhere.
 * Where label and `issuer` name different issuers, `issuer` counts. Unknown parameters are ignored.
 * @throws ProtocolError `uri-…`, `otpauth-…`, `secret-…`, `suite-…`, `payment-suite…`, `origin-…`,
 *   `algorithm-unknown`, `digits-range`, `period-range`, `counter-range`
 */
export function parseOtpauth(text: string): Enrolment {
  if (typeof text !== 'string') throw new ProtocolError('uri-malformed', 'An otpauth: link is a text.')
  if (text.length > LONGEST) {
    throw new ProtocolError('uri-too-long', `An otpauth: link has at most ${LONGEST} characters.`)
  }
  const trimmed = text.trim()
  if (/^steam:/i.test(trimmed)) throw steam()
  const match = /^otpauth:\/\/([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/is.exec(trimmed)
  if (!match) throw new ProtocolError('uri-scheme', 'This is not an otpauth: link.')
  const [, type = '', label = '', query = ''] = match
  const parts = splitQuery(query)
  const kind = type.toLowerCase()
  const named = readLabel(label, single(parts, 'issuer'))
  if (kind === 'steam' || single(parts, 'encoder')?.toLowerCase() === 'steam') throw steam()
  if (kind === 'totp' && named.issuer.toLowerCase() === 'steam') throw steam()
  if (kind !== 'ocra' && kind !== 'totp' && kind !== 'hotp') {
    throw new ProtocolError('otpauth-type', 'A key is for OCRA, TOTP or HOTP; others are not known here.')
  }
  const secret = single(parts, 'secret')
  if (secret === undefined) {
    throw new ProtocolError('uri-missing', 'The link holds no secret.', { parameter: 'secret' })
  }
  return checkEnrolment({ kind, ...named, secret: parseSecret(secret), ...readKind(kind, parts) })
}

/**
 * The URI that hands this key over; {@link parseOtpauth} reads it back the same.
 * @throws ProtocolError as `checkEnrolment` does
 */
export function formatOtpauth(enrolment: Enrolment): string {
  const key = checkEnrolment(enrolment)
  const { issuer, account } = key
  const counter = key.counter?.toString()
  const label = issuer !== '' || account.includes(':') ? [issuer, account] : [account]
  const parameters: [string, string | number | undefined][] = [
    ['secret', formatSecret(key.secret)],
    ['issuer', issuer === '' ? undefined : issuer],
  ]
  if (key.kind === 'ocra') {
    parameters.push(['ocraSuite', key.suite], ['paymentSuite', key.paymentSuite], ['counter', counter])
    for (const origin of key.origins ?? []) parameters.push(['origin', origin])
  } else {
    parameters.push(['algorithm', key.algorithm], ['digits', key.digits])
    parameters.push(['period', key.period], ['counter', counter])
  }
  const query = parameters
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
  return `otpauth://${key.kind}/${label.map(encodeURIComponent).join(':')}?${query.join('&')}`
}

/** `Issuer:account`, or the account alone. */
function readLabel(label: string, given: string | undefined): { issuer: string; account: string } {
  const text = decode(label)
  if (text === undefined) throw malformed('label')
  // An issuer may itself hold a colon; only the parameter tells where it ends.
  if (given && text.startsWith(`${given}:`)) return { issuer: given, account: text.slice(given.length + 1) }
  const colon = text.indexOf(':')
  if (colon < 0) return { issuer: given ?? '', account: text }
  return { issuer: given || text.slice(0, colon).trim(), account: text.slice(colon + 1) }
}

function readKind(kind: Enrolment['kind'], parts: QueryPart[]): Partial<EnrolmentClaim> {
  switch (kind) {
    case 'ocra':
      return {
        suite: suiteOf(parts),
        paymentSuite: single(parts, 'paymentSuite'),
        counter: counterOf(parts),
        origins: parts.filter(({ name }) => name === 'origin').map(({ name, raw }) => decodeValue(name, raw)),
      }
    case 'totp':
      return { ...codeOf(parts), period: numberOf(parts, 'period', 'period-range') }
    case 'hotp':
      return { ...codeOf(parts), counter: counterOf(parts) }
  }
}

function suiteOf(parts: QueryPart[]): string | undefined {
  const [suite, other] = [single(parts, 'ocraSuite'), single(parts, 'suite')]
  if (suite !== undefined && other !== undefined && suite !== other) throw repeated('suite')
  return suite ?? other
}

function codeOf(parts: QueryPart[]): Pick<EnrolmentClaim, 'algorithm' | 'digits'> {
  return { algorithm: algorithmOf(parts), digits: numberOf(parts, 'digits', 'digits-range') }
}

/** Also written `sha-256` and `HmacSHA256`. */
function algorithmOf(parts: QueryPart[]): Algorithm | undefined {
  const text = single(parts, 'algorithm')
  if (!text) return undefined
  const algorithm = text
    .toUpperCase()
    .replace(/^HMAC-?/, '')
    .replace('-', '')
  if (isAlgorithm(algorithm)) return algorithm
  throw new ProtocolError('algorithm-unknown', "The key's hash must be SHA1, SHA256 or SHA512.")
}

function counterOf(parts: QueryPart[]): bigint | undefined {
  const text = single(parts, 'counter')
  if (!text) return undefined
  if (/^[0-9]{1,20}$/.test(text)) return BigInt(text)
  throw new ProtocolError('counter-range', "The link's counter is not a number that can be used.", {
    parameter: 'counter',
  })
}

function numberOf(
  parts: QueryPart[],
  name: string,
  code: 'digits-range' | 'period-range',
): number | undefined {
  const text = single(parts, name)
  if (!text) return undefined
  if (/^[0-9]{1,15}$/.test(text)) return Number(text)
  throw new ProtocolError(code, `The link's ${name} is not a number that can be used.`, { parameter: name })
}

function single(parts: QueryPart[], name: string): string | undefined {
  const found = parts.filter((part) => part.name === name)
  if (found.length > 1) throw repeated(name)
  return found[0] && decodeValue(name, found[0].raw)
}

/** Many write a space in the query as a plus, and no value of ours holds a plus unencoded. */
function decodeValue(name: string, raw: string): string {
  const value = decode(raw.replaceAll('+', ' '))
  if (value === undefined) throw malformed(name)
  return value
}

function malformed(parameter: string): ProtocolError {
  return new ProtocolError('uri-malformed', `The link's ${parameter} is not properly encoded.`, { parameter })
}

function repeated(parameter: string): ProtocolError {
  return new ProtocolError('uri-repeated', `The link says the ${parameter} more than once.`, { parameter })
}

function steam(): ProtocolError {
  return new ProtocolError(
    'otpauth-steam',
    "Steam's codes are made in Steam's own way, which Answerkey does not do.",
  )
}
