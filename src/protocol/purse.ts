import { hasBidiControl } from './bidi.ts'
import { ProtocolError } from './error.ts'

const LONGEST_TEXT = 100

/**
 * The one way to write a purse: an upper-case letter and 12 digits, or the 12 digits alone where a
 * Keeper shows purses without a letter. The two are different texts and never turn into one another.
 * @throws ProtocolError `purse-malformed`, `purse-bidi`
 */
export function canonicalPurse(text: string): string {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) throw malformed()
  if (hasBidiControl(text)) {
    throw new ProtocolError(
      'purse-bidi',
      'The purse holds hidden characters that change the order of its digits.',
    )
  }
  const purse = text.normalize('NFKC').replace(/[\s\u2212\p{Pd}]/gu, '')
  if (!/^[A-Za-z]?[0-9]{12}$/.test(purse)) throw malformed()
  return purse.toUpperCase()
}

function malformed(): ProtocolError {
  return new ProtocolError(
    'purse-malformed',
    'A purse is a Latin letter and 12 digits, such as Z123456789012, or the 12 digits alone.',
  )
}
