import { hasBidiControl } from './bidi.ts'
import { ProtocolError } from './error.ts'
import { parseSuite, type QuestionFormat, type Suite } from './suite.ts'

const SHORTEST_ON_A_PAGE = 4
const LONGEST = 64
/** More text than 64 digits with all their gaps is no challenge. */
const LONGEST_TEXT = 1000

/** White space of every width, also of none, and every dash. */
const GAPS = /[\s\u00ad\u200b-\u200d\u2060\u2212\p{Pd}]/gu

/**
 * The challenge that a page shows: 4 to 64 ASCII digits, leading zeros kept, once spaces and dashes
 * are gone. Digits of other scripts are not read: no Keeper shows them.
 * @throws ProtocolError `challenge-missing`, `challenge-malformed`, `challenge-too-short`,
 *   `challenge-too-long`, and `challenge-bidi` where a bidirectional control stands among or before the digits
 */
export function readChallenge(text: string): string {
  if (typeof text !== 'string') throw new ProtocolError('challenge-missing', 'There is no challenge.')
  if (text.length > LONGEST_TEXT) {
    throw new ProtocolError('challenge-too-long', 'This text is too long to be a challenge.')
  }
  const lastDigit = text.search(/[0-9][^0-9]*$/)
  const upToDigits = text.slice(0, lastDigit + 1)
  if (hasBidiControl(upToDigits)) {
    throw new ProtocolError(
      'challenge-bidi',
      'The challenge holds hidden characters that change the order in which its digits are shown.',
    )
  }
  // What turns the text after the digits changes nothing about them.
  const afterDigits = text.slice(lastDigit + 1).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  const digits = `${upToDigits}${afterDigits}`.replace(GAPS, '')
  if (digits === '') throw new ProtocolError('challenge-missing', 'There is no challenge.')
  if (!/^[0-9]+$/.test(digits)) {
    throw new ProtocolError('challenge-malformed', 'The challenge must be digits only.')
  }
  if (digits.length < SHORTEST_ON_A_PAGE) {
    throw new ProtocolError(
      'challenge-too-short',
      `The challenge has fewer than ${SHORTEST_ON_A_PAGE} digits.`,
    )
  }
  if (digits.length > LONGEST) {
    throw new ProtocolError('challenge-too-long', `The challenge has more than ${LONGEST} digits.`)
  }
  return digits
}

const allowed: Record<QuestionFormat, { characters: RegExp; name: string }> = {
  N: { characters: /^[0-9]+$/, name: 'digits' },
  H: { characters: /^[0-9A-Fa-f]+$/, name: 'the digits 0 to 9 and the letters A to F' },
  A: { characters: /^[0-9A-Za-z]+$/, name: 'letters and digits' },
}

/**
 * Checks a challenge from a link, a QR code or a keyboard against what the key's suite takes, and
 * gives it back unchanged. A challenge shorter than the suite's length is as good as one of full length.
 * @throws ProtocolError `challenge-missing`, `challenge-malformed`, `challenge-too-long`, `challenge-bidi`
 */
export function checkChallenge(suite: string | Suite, challenge: string): string {
  const { question } = typeof suite === 'string' ? parseSuite(suite) : suite
  return checkCharacters(challenge, question.format, question.length)
}

/**
 * Checks the challenge of a payment. It becomes part of the text that is hashed, whatever the suite's
 * question, so it is 1 to 64 letters and digits: nothing that could be taken for the `~` between the parts.
 * @throws ProtocolError `challenge-missing`, `challenge-malformed`, `challenge-too-long`, `challenge-bidi`
 */
export function checkPaymentChallenge(challenge: string): string {
  return checkCharacters(challenge, 'A', LONGEST)
}

function checkCharacters(challenge: string, format: QuestionFormat, longest: number): string {
  if (typeof challenge !== 'string' || challenge === '') {
    throw new ProtocolError('challenge-missing', 'There is no challenge.')
  }
  if (hasBidiControl(challenge)) {
    throw new ProtocolError('challenge-bidi', 'The challenge holds hidden characters that change its order.')
  }
  const { characters, name } = allowed[format]
  if (!characters.test(challenge)) {
    throw new ProtocolError('challenge-malformed', `The challenge for this key must be ${name} only.`)
  }
  if (challenge.length > longest) {
    throw new ProtocolError(
      'challenge-too-long',
      `The challenge for this key has at most ${longest} characters; this one has ${challenge.length}.`,
    )
  }
  return challenge
}
