import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkChallenge, checkPaymentChallenge, readChallenge } from './challenge.ts'
import { orRefused, refusal } from './refusal.test-kit.ts'

test.each([
  ['12345678', '12345678'],
  ['0012', '0012'],
  [' 1234 5678\n', '12345678'],
  ['12-34-56-78', '12345678'],
  ['1234–5678', '12345678'],
  ['1234\u00a05678', '12345678'],
  ['1234\u20095678', '12345678'],
  ['1234\u202f5678', '12345678'],
  ['1234\u200b5678', '12345678'],
  ['\ufeff12345678', '12345678'],
  ['12345678\u200e', '12345678'],
  ['9'.repeat(64), '9'.repeat(64)],
])('%j is the challenge %s', (text, challenge) => {
  expect(readChallenge(text)).toBe(challenge)
})

test.each([
  ['', 'challenge-missing'],
  [' – ', 'challenge-missing'],
  ['123', 'challenge-too-short'],
  ['9'.repeat(65), 'challenge-too-long'],
  ['1'.repeat(100_000), 'challenge-too-long'],
  ['12345678.', 'challenge-malformed'],
  ['1234a5678', 'challenge-malformed'],
  ['code 12345678', 'challenge-malformed'],
  ['12,345,678', 'challenge-malformed'],
  ['１２３４５６７８', 'challenge-malformed'],
  ['١٢٣٤٥٦٧٨', 'challenge-malformed'],
  ['1234٥٦٧٨', 'challenge-malformed'],
  ['\u202e12345678', 'challenge-bidi'],
  ['1234\u20665678', 'challenge-bidi'],
  ['\u061c12345678', 'challenge-bidi'],
])('%j is no challenge: %s', (text, code) => {
  expect(refusal(() => readChallenge(text))).toBe(code)
})

test.each([
  ['QN08', '12345678'],
  ['QN08', '0'],
  ['QH08', 'deadBEEF'],
  ['QA10', 'aBc123'],
])('a key with %s takes %s as it is', (question, challenge) => {
  expect(checkChallenge(`OCRA-1:HOTP-SHA256-7:${question}`, challenge)).toBe(challenge)
})

test.each([
  ['QN08', '', 'challenge-missing'],
  ['QN08', '123456789', 'challenge-too-long'],
  ['QN08', '1234567a', 'challenge-malformed'],
  ['QN08', '1234 567', 'challenge-malformed'],
  ['QN08', '1234567８', 'challenge-malformed'],
  ['QN08', '\u202e1234567', 'challenge-bidi'],
  ['QH08', 'deadbeeg', 'challenge-malformed'],
  ['QA10', 'abc-123', 'challenge-malformed'],
  ['QA10', 'Z123~25.00', 'challenge-malformed'],
])('a key with %s does not take %j: %s', (question, challenge, code) => {
  expect(refusal(() => checkChallenge(`OCRA-1:HOTP-SHA256-7:${question}`, challenge))).toBe(code)
})

test('the challenge of a payment holds nothing that could separate', () => {
  expect(checkPaymentChallenge('12345678')).toBe('12345678')
  expect(refusal(() => checkPaymentChallenge('1~2'))).toBe('challenge-malformed')
  expect(refusal(() => checkPaymentChallenge(''))).toBe('challenge-missing')
})

test('whatever a page shows, it is read to 4 to 64 digits or refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789 -–\u00a0\u200b\u202e\u200f١ab') }),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const challenge = orRefused(() => readChallenge(text))
      if (challenge === undefined) return
      expect(challenge).toMatch(/^[0-9]{4,64}$/)
      expect(challenge).toBe(text.replace(/[^0-9]/g, ''))
      expect(readChallenge(challenge)).toBe(challenge)
    }),
  )
})
