import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { editsBetween, isNearMiss, nearest } from './near-miss.ts'

const KNOWN = 'Z123456789012'

test.each([
  ['the middle is another', 'Z123499999012'],
  ['only the ends are right', 'Z123400009012'],
  ['one digit is another', 'Z123456789013'],
  ['two digits are swapped', 'Z123456798012'],
  ['two digits are others', 'Z123453289012'],
  ['the letter is another', 'E123456789012'],
  ['the letter is missing', '123456789012'],
  ['digits that look alike', 'Z723456189072'],
])('near: %s', (_what, purse) => {
  expect(isNearMiss(purse, KNOWN)).toBe(true)
  expect(nearest(purse, [{ purse: 'Z555555555555' }, { purse: KNOWN }])).toEqual({ purse: KNOWN })
})

test.each(['Z987654321098', 'Z123498765432', 'E000056789012', KNOWN])('not near: %s', (purse) => {
  expect(isNearMiss(purse, KNOWN)).toBe(false)
  expect(nearest(purse, [{ purse: KNOWN }])).toBeUndefined()
})

test('the nearest of several is named', () => {
  const others = [{ purse: 'Z123499999012' }, { purse: 'Z123456789013' }, { purse: 'Z123456780013' }]
  expect(nearest(KNOWN, others)).toEqual({ purse: 'Z123456789013' })
})

const digits = fc.stringMatching(/^\d{12}$/)

test('a purse with one digit mistyped is always near, and nearness has no direction', () => {
  fc.assert(
    fc.property(digits, fc.nat(11), fc.nat(9), digits, (known, at, digit, other) => {
      const slipped = known.slice(0, at) + digit + known.slice(at + 1)
      expect(isNearMiss(`Z${slipped}`, `Z${known}`)).toBe(slipped !== known)
      expect(isNearMiss(known, other)).toBe(isNearMiss(other, known))
      expect(editsBetween(known, other)).toBe(editsBetween(other, known))
    }),
  )
})

test('edits are insertions, deletions, substitutions and swaps of neighbours', () => {
  expect(editsBetween('', 'abc')).toBe(3)
  expect(editsBetween('abc', 'abc')).toBe(0)
  expect(editsBetween('abcd', 'abdc')).toBe(1)
  expect(editsBetween('kitten', 'sitting')).toBe(3)
})
