/** `enum:` URIs, as E-num's QR codes and the links on Keeper pages carry them. */
import { canonicalAmount, settledAmount } from './amount.ts'
import { ProtocolError } from './error.ts'
import { canonicalPurse } from './purse.ts'
import { decode, type QueryPart, splitQuery } from './query.ts'

/** What an `enum:` URI asks to confirm; purse and amount in canonical form. */
export type EnumUri =
  | { mode: 'authorization'; challenge: string }
  | { mode: 'payment'; challenge: string; purse: string; amount: string }

const LONGEST = 2000

/**
 * Reads `enum:login?challenge=`, `enum:l?c=`, `enum:payment?challenge=&purse=&amount=` and `enum:p?c=&p=&a=`.
 * Unknown parameters are ignored. A `+` is a plus, never a space.
 * @throws ProtocolError `uri-…`, `challenge-…`, `purse-…`, `amount-…`
 */
export function parseEnumUri(text: string): EnumUri {
  if (typeof text !== 'string') throw new ProtocolError('uri-malformed', 'An enum: link is a text.')
  if (text.length > LONGEST) {
    throw new ProtocolError('uri-too-long', `An enum: link has at most ${LONGEST} characters.`)
  }
  const match = /^enum:([^?#]*)(?:\?([^#]*))?(?:#.*)?$/is.exec(text.trim())
  if (!match) throw new ProtocolError('uri-scheme', 'This is not an enum: link.')
  const parts = splitQuery(match[2] ?? '')
  switch (match[1]?.toLowerCase()) {
    case 'login':
    case 'l':
      return { mode: 'authorization', challenge: challengeOf(parts) }
    case 'payment':
    case 'p':
      return {
        mode: 'payment',
        challenge: challengeOf(parts),
        purse: canonicalPurse(single(parts, 'purse', 'p')),
        amount: canonicalAmount(single(parts, 'amount', 'a')),
      }
    default:
      throw new ProtocolError('uri-action', 'An enum: link begins with enum:login or enum:payment.')
  }
}

/** The URI that {@link parseEnumUri} reads back; `short` writes the form for small QR codes. */
export function formatEnumUri(uri: EnumUri, { short = false } = {}): string {
  const challenge = `${short ? 'c' : 'challenge'}=${checkDigits(uri.challenge)}`
  if (uri.mode === 'authorization') return `enum:${short ? 'l' : 'login'}?${challenge}`
  const purse = `${short ? 'p' : 'purse'}=${canonicalPurse(uri.purse)}`
  const amount = `${short ? 'a' : 'amount'}=${unmistakable(settledAmount(uri.amount))}`
  return `enum:${short ? 'p' : 'payment'}?${challenge}&${purse}&${amount}`
}

/** With exactly three decimals, `1.234` could be read as thousands; a fourth says that it is not. */
function unmistakable(amount: string): string {
  return /\.[0-9]{3}$/.test(amount) ? `${amount}0` : amount
}

function challengeOf(parts: QueryPart[]): string {
  return checkDigits(single(parts, 'challenge', 'c'))
}

function checkDigits(challenge: string): string {
  if (!/^[0-9]+$/.test(challenge)) {
    throw new ProtocolError('challenge-malformed', "The link's challenge must be digits only.")
  }
  if (challenge.length < 4) {
    throw new ProtocolError('challenge-too-short', "The link's challenge has fewer than 4 digits.")
  }
  if (challenge.length > 64) {
    throw new ProtocolError('challenge-too-long', "The link's challenge has more than 64 digits.")
  }
  return challenge
}

function single(parts: QueryPart[], long: string, short: string): string {
  const found = parts.filter(({ name }) => name === long || name === short)
  const [part] = found
  if (part === undefined) {
    throw new ProtocolError('uri-missing', `The link does not say the ${long}.`, { parameter: long })
  }
  if (found.length > 1) {
    throw new ProtocolError('uri-repeated', `The link says the ${long} more than once.`, { parameter: long })
  }
  const value = decode(part.raw)
  if (value === undefined) {
    throw new ProtocolError('uri-malformed', `The link's ${long} is not properly encoded.`, {
      parameter: long,
    })
  }
  if (value === '') {
    throw new ProtocolError('uri-missing', `The link does not say the ${long}.`, { parameter: long })
  }
  return value
}
