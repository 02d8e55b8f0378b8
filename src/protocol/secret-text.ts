import { base32nopad } from '@scure/base'
import { ProtocolError } from './error.ts'
import { checkSecret, MAX_SECRET_BYTES } from './hash.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/**
 * A secret written in base32 (RFC 4648 §6), as people and other authenticators write it: any case,
 * with spaces, dashes and padding or without. Bits that do not fill a byte are dropped, as everywhere.
 * @throws ProtocolError `secret-malformed`, `secret-empty`, `secret-too-long`
 */
export function parseSecret(text: string): Uint8Array {
  const letters = text
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/=+$/, '')
    .toUpperCase()
  if (letters.length > MAX_SECRET_BYTES * 2) {
    throw new ProtocolError('secret-too-long', `The secret is longer than ${MAX_SECRET_BYTES} bytes.`)
  }
  const bytes = new Uint8Array(Math.floor((letters.length * 5) / 8))
  let at = 0
  let bits = 0
  let held = 0
  for (const letter of letters) {
    const value = ALPHABET.indexOf(letter)
    if (value < 0) {
      throw new ProtocolError(
        'secret-malformed',
        'The secret must be base32: the letters A to Z and the digits 2 to 7.',
      )
    }
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = held >> bits
    }
  }
  checkSecret(bytes)
  return bytes
}

/** Base32 without padding, upper case. */
export function formatSecret(secret: Uint8Array): string {
  checkSecret(secret)
  return base32nopad.encode(secret)
}
