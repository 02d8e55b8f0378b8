import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EnumUri, formatEnumUri, parseEnumUri } from './enum-uri.ts'
import { orRefused, refusal, refused } from './refusal.test-kit.ts'

const login = { mode: 'authorization', challenge: '12345678' }
const payment = { mode: 'payment', challenge: '12345678', purse: 'Z123456789012', amount: '25.50' }

test.each([
  ['enum:login?challenge=12345678', login],
  ['enum:l?c=12345678', login],
  ['ENUM:LOGIN?challenge=12345678', login],
  [' enum:login?challenge=12345678\n', login],
  ['enum:login?lang=ru&challenge=12345678&x', login],
  ['enum:login?challenge=12345678&purse=nonsense', login],
  ['enum:login?challenge=12345678&x=%zz&y=1&y=2', login],
  ['enum:login?challenge=12345678#top', login],
  ['enum:login?challenge=%31%32345678', login],
  ['enum:login?challen%67e=12345678', login],
  ['enum:l?c=0012', { mode: 'authorization', challenge: '0012' }],
  ['enum:payment?challenge=12345678&purse=Z123456789012&amount=25.50', payment],
  ['enum:payment?amount=25,50&purse=z123456789012&challenge=12345678', payment],
  ['enum:p?c=12345678&p=Z123456789012&a=25.5', payment],
  ['enum:p?c=12345678&p=123456789012&a=25,5', { ...payment, purse: '123456789012' }],
  ['enum:p?c=12345678&p=Z%20123456789012&a=1%20234%2C50', { ...payment, amount: '1234.50' }],
])('%s', (text, meaning) => {
  expect(parseEnumUri(text)).toEqual(meaning)
})

test.each([
  ['', 'uri-scheme'],
  ['http://login?challenge=12345678', 'uri-scheme'],
  ['enumx:login?challenge=12345678', 'uri-scheme'],
  ['javascript:enum:login?challenge=12345678', 'uri-scheme'],
  ['enum', 'uri-scheme'],
  ['enum:', 'uri-action'],
  ['enum:transfer?challenge=12345678', 'uri-action'],
  ['enum:?challenge=12345678', 'uri-action'],
  ['enum://login?challenge=12345678', 'uri-action'],
  ['enum:login', 'uri-missing'],
  ['enum:login?', 'uri-missing'],
  ['enum:login?challenge', 'uri-missing'],
  ['enum:login?challenge=', 'uri-missing'],
  ['enum:login?Challenge=12345678', 'uri-missing'],
  ['enum:payment?challenge=12345678&amount=25', 'uri-missing'],
  ['enum:payment?challenge=12345678&purse=Z123456789012', 'uri-missing'],
  ['enum:p?p=Z123456789012&a=25', 'uri-missing'],
  ['enum:login?challenge=12345678&challenge=12345678', 'uri-repeated'],
  ['enum:login?challenge=12345678&c=12345678', 'uri-repeated'],
  ['enum:login?challenge=12345678&%63hallenge=1', 'uri-repeated'],
  ['enum:p?c=12345678&p=Z123456789012&a=25&a=26', 'uri-repeated'],
  ['enum:p?c=12345678&p=Z123456789012&purse=E123456789012&a=25', 'uri-repeated'],
  ['enum:login?challenge=%zz', 'uri-malformed'],
  ['enum:login?challenge=%ff', 'uri-malformed'],
  ['enum:login?challenge=12ab', 'challenge-malformed'],
  ['enum:login?challenge=1234%205678', 'challenge-malformed'],
  ['enum:login?challenge=1234=5678', 'challenge-malformed'],
  ['enum:login?challenge=١٢٣٤٥٦٧٨', 'challenge-malformed'],
  ['enum:login?challenge=123', 'challenge-too-short'],
  [`enum:login?challenge=${'1'.repeat(65)}`, 'challenge-too-long'],
  ['enum:p?c=12345678&p=Z12345&a=25', 'purse-malformed'],
  ['enum:p?c=12345678&p=%E2%80%AEZ123456789012&a=25', 'purse-bidi'],
  ['enum:p?c=12345678&p=Z123456789012&a=0', 'amount-zero'],
  ['enum:p?c=12345678&p=Z123456789012&a=-5', 'amount-sign'],
  ['enum:p?c=12345678&p=Z123456789012&a=+5', 'amount-sign'],
  ['enum:p?c=12345678&p=Z123456789012&a=1e5', 'amount-malformed'],
  ['enum:p?c=12345678&p=Z123456789012&a=25WMZ', 'amount-malformed'],
  ['enum:p?c=12345678&p=Z123456789012&a=1,234', 'amount-ambiguous'],
  [`enum:login?challenge=12345678&x=${'y'.repeat(2000)}`, 'uri-too-long'],
])('%j is refused: %s', (text, code) => {
  expect(refusal(() => parseEnumUri(text))).toBe(code)
})

test('2,000 characters are read, one more is not', () => {
  const link = 'enum:login?challenge=12345678&x='
  expect(parseEnumUri(link.padEnd(2000, 'y'))).toEqual(login)
  expect(refusal(() => parseEnumUri(link.padEnd(2001, 'y')))).toBe('uri-too-long')
})

test('a refusal names the parameter', () => {
  expect(refused(() => parseEnumUri('enum:p?c=12345678&p=Z123456789012')).detail).toEqual({
    parameter: 'amount',
  })
})

const uris: fc.Arbitrary<EnumUri> = fc.oneof(
  fc.record({ mode: fc.constant('authorization' as const), challenge: fc.stringMatching(/^[0-9]{4,64}$/) }),
  fc.record({
    mode: fc.constant('payment' as const),
    challenge: fc.stringMatching(/^[0-9]{4,64}$/),
    purse: fc.stringMatching(/^[A-Z]?[0-9]{12}$/),
    amount: fc.stringMatching(/^[1-9][0-9]{0,14}\.(?:[0-9]{2}|[0-9]{2,7}[1-9])$/),
  }),
)

test('what is written is read back', () => {
  fc.assert(
    fc.property(uris, fc.boolean(), (uri, short) => {
      expect(parseEnumUri(formatEnumUri(uri, { short }))).toEqual(uri)
    }),
  )
  expect(formatEnumUri({ mode: 'authorization', challenge: '0012' })).toBe('enum:login?challenge=0012')
  expect(
    formatEnumUri(
      { mode: 'payment', challenge: '0012', purse: 'Z123456789012', amount: '25.00' },
      { short: true },
    ),
  ).toBe('enum:p?c=0012&p=Z123456789012&a=25.00')
})

test('nothing but what can be read is written', () => {
  expect(refusal(() => formatEnumUri({ mode: 'authorization', challenge: '12&c=3' }))).toBe(
    'challenge-malformed',
  )
})

test('any text is read or refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary' }).map((rest) => `enum:login?${rest}`),
    fc.string({ unit: fc.constantFrom(...'cpa=&?%0123456789,.Z') }).map((rest) => `enum:p?c=1234${rest}`),
  )
  fc.assert(
    fc.property(texts, (text) => void orRefused(() => parseEnumUri(text))),
    { numRuns: 10_000 },
  )
})
