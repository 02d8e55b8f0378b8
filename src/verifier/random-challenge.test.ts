import { expect, test } from 'vitest'
import { checkChallenge } from '../protocol/index.ts'
import { randomChallenge } from './random-challenge.ts'

test.each([
  ['N', 8, /^[0-9]{8}$/],
  ['N', 64, /^[0-9]{64}$/],
  ['H', 40, /^[0-9a-f]{40}$/],
  ['A', 10, /^[A-Za-z0-9]{10}$/],
] as const)('a challenge for Q%s of length %i', (format, length, form) => {
  const challenges = Array.from({ length: 200 }, () => randomChallenge({ format, length }))
  for (const challenge of challenges) {
    expect(challenge).toMatch(form)
    checkChallenge(`OCRA-1:HOTP-SHA256-7:Q${format}${String(length).padStart(2, '0')}`, challenge)
  }
  expect(new Set(challenges).size).toBe(200)
})

test('every digit is drawn, also in the first place', () => {
  const first = new Set(
    Array.from({ length: 2_000 }, () => randomChallenge({ format: 'N', length: 8 }).charAt(0)),
  )
  expect([...first].sort()).toEqual([...'0123456789'])
})
