import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { isBytes } from '@noble/hashes/utils.js'
import { ProtocolError } from './error.ts'

/** The three hash functions that HOTP, TOTP and OCRA know. */
export type Algorithm = 'SHA1' | 'SHA256' | 'SHA512'

const functions = { SHA1: sha1, SHA256: sha256, SHA512: sha512 } as const

/** How many bytes a hash of each kind has. */
export const hashLength = { SHA1: 20, SHA256: 32, SHA512: 64 } as const

/** A secret longer than this is no shared secret but a mistake: it is refused. */
export const MAX_SECRET_BYTES = 1024

export function isAlgorithm(text: unknown): text is Algorithm {
  return text === 'SHA1' || text === 'SHA256' || text === 'SHA512'
}

export function hash(algorithm: Algorithm, data: Uint8Array): Uint8Array {
  return functions[algorithm](data)
}

/**
 * HMAC (RFC 2104) of `data` under `secret`.
 * @throws ProtocolError `secret-malformed`, `secret-empty`, `secret-too-long`
 */
export function keyedHash(algorithm: Algorithm, secret: Uint8Array, data: Uint8Array): Uint8Array {
  checkSecret(secret)
  return hmac(functions[algorithm], secret, data)
}

/** @throws ProtocolError `secret-malformed`, `secret-empty`, `secret-too-long` */
export function checkSecret(secret: Uint8Array): void {
  if (!isBytes(secret)) {
    throw new ProtocolError('secret-malformed', 'The secret must be given as bytes.')
  }
  if (secret.length === 0) throw new ProtocolError('secret-empty', 'The secret is empty.')
  if (secret.length > MAX_SECRET_BYTES) {
    throw new ProtocolError('secret-too-long', `The secret is longer than ${MAX_SECRET_BYTES} bytes.`)
  }
}

/** Dynamic truncation (RFC 4226 §5.3) to `digits` decimal digits, leading zeros kept. */
export function truncate(mac: Uint8Array, digits: number): string {
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f
  const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength)
  const number = view.getUint32(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** An unsigned number in eight bytes, most significant first; `undefined` where it does not fit. */
export function eightBytes(value: number | bigint): Uint8Array | undefined {
  if (typeof value === 'number' ? !Number.isSafeInteger(value) : typeof value !== 'bigint') return undefined
  const number = BigInt(value)
  if (number < 0n || number > 0xffff_ffff_ffff_ffffn) return undefined
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, number)
  return bytes
}
