import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalAmount, isCanonicalAmount, settledAmount } from './amount.ts'
import { orRefused, refusal, refused } from './refusal.test-kit.ts'

test.each([
  ['25', '25.00'],
  ['25.00', '25.00'],
  ['25,00', '25.00'],
  [' 25.5 ', '25.50'],
  ['0.01', '0.01'],
  ['1234.5', '1234.50'],
  ['1 234,56', '1234.56'],
  ['1,234.56', '1234.56'],
  ['1.234,56', '1234.56'],
  ['1.234,5', '1234.50'],
  ['1,234.5', '1234.50'],
  ["1'234.50", '1234.50'],
  ['1’234’567,5', '1234567.50'],
  ["1'234", '1234.00'],
  ['1\u00a0234,56', '1234.56'],
  ['1\u2009234.56', '1234.56'],
  ['1\u202f234\u202f567,89', '1234567.89'],
  ['1 234', '1234.00'],
  ['12 345 678', '12345678.00'],
  ['1.234.567', '1234567.00'],
  ['1,234,567', '1234567.00'],
  ['1,234,567.89', '1234567.89'],
  // Three decimals after what cannot be grouping:
  ['1,234.567', '1234.567'],
  ['1 234,567', '1234.567'],
  ['1234.567', '1234.567'],
  ['0.001', '0.001'],
  ['0,123', '0.123'],
  ['00,125', '0.125'],
  // Decimals:
  ['1.5000000000', '1.50'],
  ['0.12345678', '0.12345678'],
  ['1.123456780000', '1.12345678'],
  ['1.2', '1.20'],
  ['1.20', '1.20'],
  ['007.50', '7.50'],
  ['123456789012345', '123456789012345.00'],
  // Other digits:
  ['１２３４．５６', '1234.56'],
  ['１，２３４．５６', '1234.56'],
  ['١٢٣٤٫٥٦', '1234.56'],
  ['١٬٢٣٤٫٥', '1234.50'],
  ['١٬٢٣٤', '1234.00'],
  ['١٫٢٣٤', '1.234'],
  ['۱۲۳۴٫۵', '1234.50'],
])('%j is %s', (text, amount) => {
  expect(canonicalAmount(text)).toBe(amount)
})

test.each([
  ['1,234', ['1.234', '1234.00']],
  ['1.234', ['1.234', '1234.00']],
  ['12.000', ['12.00', '12000.00']],
  ['999,999', ['999.999', '999999.00']],
  ['012,345', ['12.345', '12345.00']],
  ['１，２３４', ['1.234', '1234.00']],
])('%j can mean two amounts', (text, choices) => {
  const error = refused(() => canonicalAmount(text))
  expect(error.code).toBe('amount-ambiguous')
  expect(error.choices).toEqual(choices)
  for (const choice of choices) expect(error.message).toContain(choice)
})

test('what is known about the page decides between two readings, and nothing else', () => {
  expect(canonicalAmount('1,234', { decimal: ',' })).toBe('1.234')
  expect(canonicalAmount('1,234', { decimal: '.' })).toBe('1234.00')
  expect(canonicalAmount('1.234', { decimal: ',' })).toBe('1234.00')
  expect(canonicalAmount('25.50', { decimal: ',' })).toBe('25.50')
  expect(canonicalAmount('1,234.56', { decimal: ',' })).toBe('1234.56')
})

test.each([
  ['', 'amount-malformed'],
  ['abc', 'amount-malformed'],
  ['25 WMZ', 'amount-malformed'],
  ['$25', 'amount-malformed'],
  ['.5', 'amount-malformed'],
  ['5.', 'amount-malformed'],
  ['1..5', 'amount-malformed'],
  ['1e5', 'amount-malformed'],
  ['1E5', 'amount-malformed'],
  ['1.5e3', 'amount-malformed'],
  ['0x10', 'amount-malformed'],
  ['5²', 'amount-malformed'],
  ['½', 'amount-malformed'],
  ['1,23,456.00', 'amount-malformed'],
  ['1,234,56', 'amount-malformed'],
  ['1 23', 'amount-malformed'],
  ['1  234', 'amount-malformed'],
  ['1234 567', 'amount-malformed'],
  ['1.234 567,89', 'amount-malformed'],
  ["1'234 567.89", 'amount-malformed'],
  ['1,234.567.890', 'amount-malformed'],
  ['1.5,234', 'amount-malformed'],
  ['0,123,456', 'amount-malformed'],
  ['0 123', 'amount-malformed'],
  ['1\n234', 'amount-malformed'],
  ['1٢', 'amount-malformed'],
  ['1２', 'amount-malformed'],
  ['٫٥', 'amount-malformed'],
  ['१२', 'amount-malformed'],
  ['1'.repeat(65), 'amount-malformed'],
  ['-25', 'amount-sign'],
  ['+25', 'amount-sign'],
  ['−25,00', 'amount-sign'],
  ['25.00-', 'amount-sign'],
  ['25,—', 'amount-sign'],
  ['1e-5', 'amount-sign'],
  ['0', 'amount-zero'],
  ['0.00', 'amount-zero'],
  ['000,0', 'amount-zero'],
  ['1234567890123456', 'amount-too-large'],
  ['1 234 567 890 123 456,00', 'amount-too-large'],
  ['1.123456789', 'amount-too-precise'],
  ['25\u202e00', 'amount-bidi'],
  ['\u200e25.00', 'amount-bidi'],
  ['25.00\u061c', 'amount-bidi'],
])('%j is no amount: %s', (text, code) => {
  expect(refusal(() => canonicalAmount(text))).toBe(code)
})

test('what is no text is no amount', () => {
  expect(refusal(() => canonicalAmount(25 as unknown as string))).toBe('amount-malformed')
})

test('a settled amount stands for itself; any other text is still read without guessing', () => {
  expect(settledAmount('1.234')).toBe('1.234')
  expect(settledAmount('25,5')).toBe('25.50')
  expect(refusal(() => settledAmount('1,234'))).toBe('amount-ambiguous')
  for (const text of [
    '1.2',
    '1.230',
    '01.00',
    '0.00',
    '1,00',
    '1.123456789',
    '1234567890123456.00',
    ' 1.00',
  ]) {
    expect(isCanonicalAmount(text)).toBe(false)
  }
})

/** Whole units and cents, written as the pages of the world write them. */
const styles = [
  [' ', ','],
  ['\u00a0', ','],
  ['\u202f', ','],
  [',', '.'],
  ['.', ','],
  ["'", '.'],
  ['’', ','],
  ['', '.'],
  ['', ','],
] as const

test('every usual way of writing an amount is read to the same text', () => {
  const cents = fc.bigInt({ min: 1n, max: 10n ** 17n - 1n })
  fc.assert(
    fc.property(cents, fc.constantFrom(...styles), (amount, [grouping, decimal]) => {
      const whole = String(amount / 100n)
      const rest = String(amount % 100n).padStart(2, '0')
      const written = `${whole.replace(/\B(?=(?:[0-9]{3})+$)/g, grouping)}${decimal}${rest}`
      expect(canonicalAmount(written)).toBe(`${whole}.${rest}`)
    }),
  )
})

test('a canonical amount stays as it is, choices too, and everything else is refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(..."0123456789012345678900,.,. '٫٬٣３-e"), maxLength: 30 }),
  )
  const canonical = /^(?:0|[1-9][0-9]{0,14})\.[0-9]{2,8}$/
  fc.assert(
    fc.property(texts, (text) => {
      const amount = orRefused(() => canonicalAmount(text))
      const amounts = amount === undefined ? refused(() => canonicalAmount(text)).choices : [amount]
      for (const amount of amounts) {
        expect(amount).toMatch(canonical)
        expect(Number(amount)).toBeGreaterThan(0)
        expect(isCanonicalAmount(amount)).toBe(true)
        expect(settledAmount(amount)).toBe(amount)
        expect(canonicalAmount(amount, { decimal: '.' })).toBe(amount)
      }
    }),
    { numRuns: 2000 },
  )
})
