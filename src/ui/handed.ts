import type { Mode } from '../messages.ts'
import { ProtocolError, parseEnumUri } from '../protocol/index.ts'

/** What a pasted or scanned text asks to answer, as far as it says; nothing in it is canonical yet. */
interface Handed {
  mode: Mode
  challenge: string
  purse?: string
  amount?: string
  session?: string
}

/**
 * Takes apart what carries a challenge: an `enum:` URI, `purse~amount~challenge` (privacyIDEA's hashed
 * challenges), `tiqrauth://…@…/session/challenge/…` (tiqr's authentication QR code). Undefined for anything
 * else, which then is a challenge as it stands or nothing at all.
 * @throws ProtocolError for an `enum:` URI that is malformed
 */
export function readHanded(text: string): Handed | undefined {
  const trimmed = text.trim()
  if (/^enum:/i.test(trimmed)) return readEnum(trimmed)
  const hashed = /^([A-Za-z]?[\d -]{12,18})~([^~]{1,64})~([0-9A-Za-z]{1,64})$/.exec(trimmed)
  if (hashed) {
    const [, purse = '', amount = '', challenge = ''] = hashed
    return { mode: 'payment', purse, amount, challenge }
  }
  const tiqr = /^tiqrauth:\/\/[^/]*\/([0-9A-Za-z_-]{1,128})\/([0-9A-Za-z]{1,64})(?:\/|$)/.exec(trimmed)
  if (tiqr) {
    const [, session = '', challenge = ''] = tiqr
    return { mode: 'authorization', challenge, session }
  }
  return undefined
}

function readEnum(text: string): Handed {
  try {
    return parseEnumUri(text)
  } catch (error) {
    // What the amount means is the user's to say, so the text goes into the field as it is.
    if (!(error instanceof ProtocolError) || error.code !== 'amount-ambiguous') throw error
    const query = new URLSearchParams(text.slice(text.indexOf('?') + 1))
    const value = (long: string, short: string) => query.get(long) ?? query.get(short) ?? ''
    return {
      mode: 'payment',
      challenge: value('challenge', 'c'),
      purse: value('purse', 'p'),
      amount: value('amount', 'a'),
    }
  }
}

/** A challenge as it was typed or pasted, without the spaces and dashes that only group it. */
export function typedChallenge(text: string): string {
  return text.replaceAll(/[\s\u00ad\u200b\u2060\p{Pd}]/gu, '')
}
