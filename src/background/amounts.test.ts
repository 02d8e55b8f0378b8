import { describe, expect, it } from 'vitest'
import { isAtLeast } from './amounts.ts'

describe('a canonical amount is at least another', () => {
  const cases: [string, string, boolean][] = [
    ['100.00', '100.00', true],
    ['99.99', '100.00', false],
    ['100.00000001', '100.00', true],
    ['9.00', '10.00', false],
    ['123456789012345.12345678', '123456789012345.12345679', false],
  ]
  for (const [amount, limit, result] of cases) {
    it(`${amount} ≥ ${limit}: ${result}`, () => expect(isAtLeast(amount, limit)).toBe(result))
  }
})
