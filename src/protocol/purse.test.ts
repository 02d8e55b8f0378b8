import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalPurse } from './purse.ts'
import { orRefused, refusal } from './refusal.test-kit.ts'

test.each([
  ['Z123456789012', 'Z123456789012'],
  ['z123456789012', 'Z123456789012'],
  [' Z 1234 5678 9012 ', 'Z123456789012'],
  ['Z-1234-5678-9012', 'Z123456789012'],
  ['Z1234\u00a05678\u20099012', 'Z123456789012'],
  ['Ｚ１２３４５６７８９０１２', 'Z123456789012'],
  ['123456789012', '123456789012'],
  ['1234 5678 9012', '123456789012'],
  ['R000000000000', 'R000000000000'],
])('%j is the purse %s', (text, purse) => {
  expect(canonicalPurse(text)).toBe(purse)
})

test.each([
  ['', 'purse-malformed'],
  ['Z', 'purse-malformed'],
  [`Z123456789012${' '.repeat(100)}`, 'purse-malformed'],
  ['Z12345678901', 'purse-malformed'],
  ['Z1234567890123', 'purse-malformed'],
  ['1234567890123', 'purse-malformed'],
  ['ZZ123456789012', 'purse-malformed'],
  ['123456789012Z', 'purse-malformed'],
  ['З123456789012', 'purse-malformed'], // the Cyrillic letter ze
  ['Е123456789012', 'purse-malformed'], // the Cyrillic letter ie
  ['ı123456789012', 'purse-malformed'],
  ['Z١٢٣٤٥٦٧٨٩٠١٢', 'purse-malformed'],
  ['Z123456789012~1', 'purse-malformed'],
  ['Z\u202e123456789012', 'purse-bidi'],
  ['Z123456\u2069789012', 'purse-bidi'],
])('%j is no purse: %s', (text, code) => {
  expect(refusal(() => canonicalPurse(text))).toBe(code)
})

test('a canonical purse stays as it is, and everything else is refused', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^ ?[A-Za-zＡ-Ｚ]?[ -]?[0-9０-９]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}$/),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const purse = orRefused(() => canonicalPurse(text))
      if (purse === undefined) return
      expect(purse).toMatch(/^[A-Z]?[0-9]{12}$/)
      expect(canonicalPurse(purse)).toBe(purse)
    }),
  )
})
