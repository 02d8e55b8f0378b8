import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkEnrolment, type Enrolment } from './enrolment.ts'
import { formatOtpauth, parseOtpauth } from './otpauth.ts'
import { orRefused, refusal } from './refusal.test-kit.ts'
import { parseSecret } from './secret-text.ts'
import { DEFAULT_PAYMENT_SUITE, DEFAULT_SUITE } from './suite.ts'

const base32 = 'JBSWY3DPEHPK3PXP'
const secret = new Uint8Array([0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x21, 0xde, 0xad, 0xbe, 0xef])
const ocraKey = {
  kind: 'ocra',
  issuer: 'Wallet',
  account: 'alice@example.org',
  secret,
  algorithm: 'SHA256',
  digits: 7,
}
const totpKey = {
  kind: 'totp',
  issuer: 'Example',
  account: 'alice',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
}

describe('an OCRA key', () => {
  const start = `otpauth://ocra/Wallet:alice%40example.org?secret=${base32}&issuer=Wallet`

  test.each([
    [`${start}&ocraSuite=${DEFAULT_SUITE}`, { suite: DEFAULT_SUITE }],
    [`${start}&suite=${DEFAULT_SUITE}`, { suite: DEFAULT_SUITE }],
    [`${start}&ocraSuite=${encodeURIComponent(DEFAULT_SUITE)}`, { suite: DEFAULT_SUITE }],
    [`${start}&ocraSuite=${DEFAULT_SUITE}&suite=${DEFAULT_SUITE}`, { suite: DEFAULT_SUITE }],
    // The suite says hash and digits, whatever stands beside it.
    [`${start}&ocraSuite=${DEFAULT_SUITE}&algorithm=MD5&digits=99`, { suite: DEFAULT_SUITE }],
    [
      `${start}&ocraSuite=${DEFAULT_SUITE}&paymentSuite=${DEFAULT_PAYMENT_SUITE}`,
      { suite: DEFAULT_SUITE, paymentSuite: DEFAULT_PAYMENT_SUITE },
    ],
    [
      `${start}&ocraSuite=${DEFAULT_SUITE}&origin=https://Wallet.example&origin=http%3A%2F%2Flocalhost%3A3000&origin=https://wallet.example/`,
      { suite: DEFAULT_SUITE, origins: ['https://wallet.example', 'http://localhost:3000'] },
    ],
    [`${start}&ocraSuite=OCRA-1:HOTP-SHA256-7:C-QN08`, { suite: 'OCRA-1:HOTP-SHA256-7:C-QN08', counter: 0 }],
    [
      `${start}&ocraSuite=OCRA-1:HOTP-SHA256-7:C-QN08&counter=42`,
      { suite: 'OCRA-1:HOTP-SHA256-7:C-QN08', counter: 42 },
    ],
    [
      `${start}&ocraSuite=${DEFAULT_SUITE}&paymentSuite=OCRA-1:HOTP-SHA256-7:C-QH64&counter=42`,
      { suite: DEFAULT_SUITE, paymentSuite: 'OCRA-1:HOTP-SHA256-7:C-QH64', counter: 42 },
    ],
  ])('%s', (text, rest) => {
    expect(parseOtpauth(text)).toEqual({ ...ocraKey, ...rest })
  })

  test('whose suite answers with the whole HMAC has no digits', () => {
    const key = parseOtpauth(`otpauth://ocra/?secret=${base32}&suite=OCRA-1:HOTP-SHA512-0:QA64`)
    expect(key).toMatchObject({ algorithm: 'SHA512', digits: 0, issuer: '', account: '' })
  })

  test.each([
    ['', 'suite-missing'],
    ['&ocraSuite=', 'suite-missing'],
    [`&paymentSuite=${DEFAULT_PAYMENT_SUITE}`, 'suite-missing'],
    ['&ocraSuite=OCRA-1:HOTP-SHA256-7', 'suite-malformed'],
    [`&ocraSuite=${DEFAULT_SUITE}&suite=OCRA-1:HOTP-SHA1-6:QN08`, 'uri-repeated'],
    [`&ocraSuite=${DEFAULT_SUITE}&ocraSuite=${DEFAULT_SUITE}`, 'uri-repeated'],
    [`&ocraSuite=${DEFAULT_SUITE}&paymentSuite=OCRA-1:HOTP-SHA256-8:QN08`, 'payment-suite'],
    [`&ocraSuite=${DEFAULT_SUITE}&paymentSuite=OCRA-1:HOTP-SHA256-8:QH40`, 'payment-suite'],
    [`&ocraSuite=${DEFAULT_SUITE}&paymentSuite=nonsense`, 'suite-malformed'],
    [`&ocraSuite=${DEFAULT_PAYMENT_SUITE}&paymentSuite=${DEFAULT_PAYMENT_SUITE}`, 'payment-suite-same'],
    [`&ocraSuite=${DEFAULT_SUITE}&origin=http://wallet.example`, 'origin-insecure'],
    [`&ocraSuite=${DEFAULT_SUITE}&origin=https://wallet.example/path`, 'origin-not-exact'],
    [`&ocraSuite=${DEFAULT_SUITE}&origin=*`, 'origin-malformed'],
    [`&ocraSuite=${DEFAULT_SUITE}&origin=`, 'origin-malformed'],
    ['&ocraSuite=OCRA-1:HOTP-SHA256-7:C-QN08&counter=-1', 'counter-range'],
  ])('with %j is refused: %s', (rest, code) => {
    expect(refusal(() => parseOtpauth(`${start}${rest}`))).toBe(code)
  })
})

describe('a TOTP or HOTP key', () => {
  test.each([
    [`otpauth://totp/Example:alice?secret=${base32}&issuer=Example`, totpKey],
    [`OTPAUTH://TOTP/Example:alice?secret=${base32}`, totpKey],
    [`otpauth://totp/Example%3A%20alice?secret=${base32}`, totpKey],
    [`otpauth://totp/alice?secret=${base32}&issuer=Example`, totpKey],
    [`otpauth://totp/alice?secret=${base32}`, { ...totpKey, issuer: '' }],
    [`otpauth://totp/?secret=${base32}`, { ...totpKey, issuer: '', account: '' }],
    [`otpauth://totp?secret=${base32}`, { ...totpKey, issuer: '', account: '' }],
    [`otpauth://totp/Old:alice?secret=${base32}&issuer=Example`, totpKey],
    [`otpauth://totp/alice?secret=${base32}&issuer=Ex+am%20ple`, { ...totpKey, issuer: 'Ex am ple' }],
    [`otpauth://totp/alice+test%40x?secret=${base32}`, { ...totpKey, issuer: '', account: 'alice+test@x' }],
    [`otpauth://totp/Example:alice?secret=${base32}&image=https://x.example/a.png#f`, totpKey],
    [
      `otpauth://totp/Example:alice?secret=${base32}&algorithm=SHA256&digits=8&period=60`,
      { ...totpKey, algorithm: 'SHA256', digits: 8, period: 60 },
    ],
    [`otpauth://totp/Example:alice?secret=${base32}&algorithm=sha-512`, { ...totpKey, algorithm: 'SHA512' }],
    [`otpauth://totp/Example:alice?secret=${base32}&algorithm=HmacSHA1`, totpKey],
    [
      `otpauth://hotp/Example:alice?secret=${base32}&counter=7`,
      { kind: 'hotp', issuer: 'Example', account: 'alice', secret, algorithm: 'SHA1', digits: 6, counter: 7 },
    ],
    [
      `otpauth://hotp/Example:alice?secret=${base32}`,
      { kind: 'hotp', issuer: 'Example', account: 'alice', secret, algorithm: 'SHA1', digits: 6, counter: 0 },
    ],
  ])('%s', (text, key) => {
    expect(parseOtpauth(text)).toEqual(key)
  })

  test.each([
    ['', 'uri-scheme'],
    ['https://totp/a?secret=JBSWY3DP', 'uri-scheme'],
    ['otpauth:totp/a?secret=JBSWY3DP', 'uri-scheme'],
    ['otpauth-migration://offline?data=x', 'uri-scheme'],
    ['otpauth://motp/a?secret=JBSWY3DP', 'otpauth-type'],
    ['otpauth://yaotp/a?secret=JBSWY3DP', 'otpauth-type'],
    ['otpauth://steam/Steam:a?secret=JBSWY3DP', 'otpauth-steam'],
    ['otpauth://totp/a?secret=JBSWY3DP&encoder=steam', 'otpauth-steam'],
    ['otpauth://totp/Steam:a?secret=JBSWY3DP', 'otpauth-steam'],
    ['steam://JBSWY3DP', 'otpauth-steam'],
    ['otpauth://totp/a', 'uri-missing'],
    ['otpauth://totp/a?secret', 'secret-empty'],
    ['otpauth://totp/a?secret=', 'secret-empty'],
    ['otpauth://totp/a?secret=A', 'secret-empty'],
    ['otpauth://totp/a?secret=JBSWY3D1', 'secret-malformed'],
    ['otpauth://totp/a?secret=JBSW=Y3DP', 'secret-malformed'],
    ['otpauth://totp/a?secret=JBSWY3DP&secret=JBSWY3DP', 'uri-repeated'],
    ['otpauth://totp/a?secret=JBSWY3DP&issuer=a&issuer=b', 'uri-repeated'],
    ['otpauth://totp/a?secret=%zz', 'uri-malformed'],
    ['otpauth://totp/%zz?secret=JBSWY3DP', 'uri-malformed'],
    ['otpauth://totp/a?secret=JBSWY3DP&algorithm=MD5', 'algorithm-unknown'],
    ['otpauth://totp/a?secret=JBSWY3DP&digits=3', 'digits-range'],
    ['otpauth://totp/a?secret=JBSWY3DP&digits=11', 'digits-range'],
    ['otpauth://totp/a?secret=JBSWY3DP&digits=six', 'digits-range'],
    ['otpauth://totp/a?secret=JBSWY3DP&period=0', 'period-range'],
    ['otpauth://totp/a?secret=JBSWY3DP&period=-30', 'period-range'],
    ['otpauth://totp/a?secret=JBSWY3DP&period=172801', 'period-range'],
    ['otpauth://hotp/a?secret=JBSWY3DP&counter=1e3', 'counter-range'],
    ['otpauth://hotp/a?secret=JBSWY3DP&counter=99999999999999999999', 'counter-range'],
    ['otpauth://totp/a%E2%80%AEb?secret=JBSWY3DP', 'otpauth-account'],
    ['otpauth://totp/a%00b?secret=JBSWY3DP', 'otpauth-account'],
    [`otpauth://totp/${'a'.repeat(257)}?secret=JBSWY3DP`, 'otpauth-account'],
    ['otpauth://totp/a?secret=JBSWY3DP&issuer=%E2%81%A6x', 'otpauth-issuer'],
    [`otpauth://totp/a?secret=${'A'.repeat(3000)}`, 'secret-too-long'],
    [`otpauth://totp/a?secret=JBSWY3DP&x=${'y'.repeat(8000)}`, 'uri-too-long'],
  ])('%s is refused: %s', (text, code) => {
    expect(refusal(() => parseOtpauth(text))).toBe(code)
  })
})

test.each(['JBSWY3DPEHPK3PXP', 'jbswy3dpehpk3pxp', 'JBSW Y3DP-EHPK 3PXP', 'JBSWY3DPEHPK3PXP====='])(
  'the secret may be written %s',
  (text) => {
    expect(parseSecret(text)).toEqual(secret)
  },
)

test('bits of a secret that fill no byte are dropped', () => {
  expect(parseSecret('JBSWY3DPF')).toEqual(parseSecret('JBSWY3DP'))
  expect(parseSecret('MF')).toEqual(new Uint8Array([0x61]))
})

test('an unknown kind of key is refused', () => {
  expect(refusal(() => checkEnrolment({ kind: 'motp' as 'totp', secret }))).toBe('otpauth-type')
})

const names = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((name) =>
    name.replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim(),
  )
const common = { issuer: names, account: names, secret: fc.uint8Array({ minLength: 1, maxLength: 64 }) }
const code = {
  algorithm: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
  digits: fc.integer({ min: 4, max: 10 }),
}
const keys = fc.oneof(
  fc.record({ kind: fc.constant('totp'), ...common, ...code, period: fc.integer({ min: 1, max: 172_800 }) }),
  fc.record({
    kind: fc.constant('hotp'),
    ...common,
    ...code,
    counter: fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n })),
  }),
  fc.record({
    kind: fc.constant('ocra'),
    ...common,
    algorithm: fc.constant('SHA256'),
    digits: fc.constant(7),
    suite: fc.constant(DEFAULT_SUITE),
    paymentSuite: fc.constant(DEFAULT_PAYMENT_SUITE),
    origins: fc.constant(['https://wallet.example:8443', 'http://localhost']),
  }),
) as fc.Arbitrary<Enrolment>

test('what is written is read back', () => {
  fc.assert(
    fc.property(
      keys.filter((key) => !(key.kind === 'totp' && /^steam/i.test(key.issuer))),
      (key) => {
        expect(parseOtpauth(formatOtpauth(key))).toEqual(key)
      },
    ),
  )
})

test('an OCRA key is written as its clients expect it', () => {
  const uri = formatOtpauth({ ...ocraKey, suite: DEFAULT_SUITE } as Enrolment)
  expect(uri).toBe(
    `otpauth://ocra/Wallet:alice%40example.org?secret=${base32}&issuer=Wallet&ocraSuite=OCRA-1%3AHOTP-SHA256-7%3AQN08`,
  )
})

test('any text is read or refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }).map((rest) => `otpauth://totp/${rest}?secret=JBSWY3DP`),
    fc.string({ unit: 'binary' }).map((rest) => `otpauth://ocra/a?secret=JBSWY3DP&${rest}`),
  )
  fc.assert(
    fc.property(texts, (text) => void orRefused(() => parseOtpauth(text))),
    { numRuns: 10_000 },
  )
})
