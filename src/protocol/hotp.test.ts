import { base16 } from '@scure/base'
import { expect, test } from 'vitest'
import { hotp, totp } from './hotp.ts'
import { refusal } from './refusal.test-kit.ts'
import rfc4226 from './vectors/rfc4226.json'
import rfc6238 from './vectors/rfc6238.json'

const key = base16.decode(rfc4226.key)

test.each(rfc4226.values.map((expected, counter) => ({ counter, expected })))(
  'RFC 4226 appendix D: $counter',
  ({ counter, expected }) => {
    expect(hotp(key, counter)).toBe(expected)
    expect(hotp(key, BigInt(counter), { algorithm: 'SHA1', digits: 6 })).toBe(expected)
  },
)

test.each(rfc6238.vectors)(
  'RFC 6238 appendix B: $algorithm at $time',
  ({ time, algorithm, key, expected }) => {
    const options = { algorithm: algorithm as 'SHA1', digits: 8 }
    const secret = base16.decode(key.toUpperCase())
    expect(totp(secret, time * 1000, options)).toBe(expected)
    expect(hotp(secret, Math.floor(time / 30), options)).toBe(expected)
  },
)

test('a code changes exactly when its period ends', () => {
  const code = (ms: number) => totp(key, ms, { period: 60 })
  expect(code(59_999)).toBe(code(0))
  expect(code(60_000)).not.toBe(code(0))
})

test.each([
  ['digits-range', () => hotp(key, 0, { digits: 3 })],
  ['digits-range', () => hotp(key, 0, { digits: 11 })],
  ['digits-range', () => hotp(key, 0, { digits: 6.5 })],
  ['algorithm-unknown', () => hotp(key, 0, { algorithm: 'MD5' as 'SHA1' })],
  ['counter-range', () => hotp(key, -1)],
  ['counter-range', () => hotp(key, 2n ** 64n)],
  ['period-range', () => totp(key, 0, { period: 0 })],
  ['time-range', () => totp(key, Number.NaN)],
  ['time-range', () => totp(key, -1)],
  ['secret-empty', () => hotp(new Uint8Array(), 0)],
])('%s', (code, act) => {
  expect(refusal(act)).toBe(code)
})
