import { expect, test } from 'vitest'
import { refusal } from './refusal.test-kit.ts'
import { DEFAULT_PAYMENT_SUITE, DEFAULT_SUITE, parseSuite } from './suite.ts'

test.each([
  [DEFAULT_SUITE, { algorithm: 'SHA256', digits: 7, counter: false, question: { format: 'N', length: 8 } }],
  [
    DEFAULT_PAYMENT_SUITE,
    { algorithm: 'SHA256', digits: 7, counter: false, question: { format: 'H', length: 64 } },
  ],
  // RFC 6287 §6.4
  [
    'OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1',
    { algorithm: 'SHA512', digits: 8, counter: true, question: { format: 'N', length: 8 }, pin: 'SHA1' },
  ],
  [
    'OCRA-1:HOTP-SHA256-6:QA10-T1M',
    { algorithm: 'SHA256', digits: 6, counter: false, question: { format: 'A', length: 10 }, timeStep: 60 },
  ],
  [
    'OCRA-1:HOTP-SHA1-4:QH8-S512',
    { algorithm: 'SHA1', digits: 4, counter: false, question: { format: 'H', length: 8 }, session: 512 },
  ],
  // tiqr's default: session information without a length
  [
    'OCRA-1:HOTP-SHA1-6:QH10-S',
    { algorithm: 'SHA1', digits: 6, counter: false, question: { format: 'H', length: 10 }, session: 64 },
  ],
  [
    'OCRA-1:HOTP-SHA512-0:C-QA64-PSHA512-S001-T48H',
    {
      algorithm: 'SHA512',
      digits: 0,
      counter: true,
      question: { format: 'A', length: 64 },
      pin: 'SHA512',
      session: 1,
      timeStep: 172_800,
    },
  ],
  [
    'OCRA-1:HOTP-SHA1-10:QN04-T59S',
    { algorithm: 'SHA1', digits: 10, counter: false, question: { format: 'N', length: 4 }, timeStep: 59 },
  ],
  [
    'OCRA-1:HOTP-SHA1-6:QN04-T0H',
    { algorithm: 'SHA1', digits: 6, counter: false, question: { format: 'N', length: 4 }, timeStep: 0 },
  ],
])('%s is taken apart', (text, parts) => {
  expect(parseSuite(text)).toEqual({ text, ...parts })
})

test.each([
  ['', 'suite-malformed'],
  ['OCRA-1', 'suite-malformed'],
  ['OCRA-1:HOTP-SHA1-6', 'suite-malformed'],
  ['OCRA-1:HOTP-SHA1-6:', 'suite-malformed'],
  ['OCRA-1::QN08', 'suite-malformed'],
  ['OCRA-1:HOTP-SHA1-6:QN08:', 'suite-malformed'],
  ['OCRA-1:HOTP-SHA1-6:QN08-', 'suite-malformed'],
  ['OCRA-1:HOTP-SHA1-6:QN08-X', 'suite-malformed'],
  ['OCRA-1:HOTP-SHA1-6:QN08-C', 'suite-malformed'],
  [`OCRA-1:HOTP-SHA1-6:QN08${'-T1M'.repeat(30)}`, 'suite-malformed'],
  [' OCRA-1:HOTP-SHA1-6:QN08', 'suite-version'],
  ['ocra-1:hotp-sha1-6:qn08', 'suite-version'],
  ['OCRA-2:HOTP-SHA1-6:QN08', 'suite-version'],
  ['OCRA-1:TOTP-SHA1-6:QN08', 'suite-function'],
  ['OCRA-1:HOTP-SHA1:QN08', 'suite-function'],
  ['OCRA-1:HOTP-SHA1-6-7:QN08', 'suite-function'],
  ['OCRA-1:hotp-SHA1-6:QN08', 'suite-function'],
  ['OCRA-1:HOTP-MD5-6:QN08', 'suite-hash'],
  ['OCRA-1:HOTP-SHA384-6:QN08', 'suite-hash'],
  ['OCRA-1:HOTP-sha1-6:QN08', 'suite-hash'],
  ['OCRA-1:HOTP-SHA1-1:QN08', 'suite-digits'],
  ['OCRA-1:HOTP-SHA1-3:QN08', 'suite-digits'],
  ['OCRA-1:HOTP-SHA1-11:QN08', 'suite-digits'],
  ['OCRA-1:HOTP-SHA1-06:QN08', 'suite-digits'],
  ['OCRA-1:HOTP-SHA1-:QN08', 'suite-digits'],
  ['OCRA-1:HOTP-SHA1-6 :QN08', 'suite-digits'],
  ['OCRA-1:HOTP-SHA1-6:C', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:C-', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:T1M', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:Q', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QN', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QX08', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QN03', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QN65', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QN008', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:qn08', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QN08 ', 'suite-question'],
  ['OCRA-1:HOTP-SHA1-6:QN08-P', 'suite-pin'],
  ['OCRA-1:HOTP-SHA1-6:QN08-PMD5', 'suite-pin'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S000', 'suite-session'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S64', 'suite-session'],
  ['OCRA-1:HOTP-SHA1-6:QN08-S513', 'suite-session'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T0S', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T60S', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T0M', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T60M', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T49H', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T01M', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T1D', 'suite-time'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1', 'suite-order'],
  ['OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1', 'suite-order'],
  ['OCRA-1:HOTP-SHA1-6:QN08-T1M-S064', 'suite-order'],
])('%j is refused as %s', (text, code) => {
  expect(refusal(() => parseSuite(text))).toBe(code)
})

test('what is no text is no suite', () => {
  expect(refusal(() => parseSuite(undefined as unknown as string))).toBe('suite-malformed')
})
