/** HOTP: RFC 4226 counter-based one-time passwords, and TOTP: RFC 6238, the same over time. */
import { ProtocolError } from './error.ts'
import { type Algorithm, eightBytes, isAlgorithm, keyedHash, truncate } from './hash.ts'

export interface HotpOptions {
  /** `SHA1` unless said otherwise. */
  algorithm?: Algorithm
  /** 4 to 10; 6 unless said otherwise. */
  digits?: number
}

export interface TotpOptions extends HotpOptions {
  /** Length of a time step in seconds; 30 unless said otherwise. */
  period?: number
}

/**
 * The one-time password for `counter`.
 * @throws ProtocolError `counter-range`, `algorithm-unknown`, `digits-range`, `secret-…`
 */
export function hotp(secret: Uint8Array, counter: number | bigint, options: HotpOptions = {}): string {
  const { algorithm = 'SHA1', digits = 6 } = options
  if (!isAlgorithm(algorithm)) {
    throw new ProtocolError('algorithm-unknown', 'The hash must be SHA1, SHA256 or SHA512.')
  }
  if (!Number.isInteger(digits) || digits < 4 || digits > 10) {
    throw new ProtocolError('digits-range', 'A one-time password has 4 to 10 digits.')
  }
  const moving = eightBytes(counter)
  if (!moving)
    throw new ProtocolError('counter-range', 'The counter must be a whole number from 0 to 2⁶⁴ − 1.')
  return truncate(keyedHash(algorithm, secret, moving), digits)
}

/**
 * The one-time password at `timeMs` milliseconds since 1970.
 * @throws ProtocolError `time-range`, `period-range`, and what {@link hotp} throws
 */
export function totp(secret: Uint8Array, timeMs: number, options: TotpOptions = {}): string {
  const { period = 30 } = options
  if (!Number.isInteger(period) || period < 1) {
    throw new ProtocolError('period-range', 'The period must be a whole number of seconds, at least 1.')
  }
  if (!Number.isFinite(timeMs) || timeMs < 0) {
    throw new ProtocolError('time-range', 'The time must be a number of milliseconds since 1970.')
  }
  return hotp(secret, Math.floor(timeMs / 1000 / period), options)
}
