import { expect, test } from 'vitest'
import { defaultPolicy, holdOn } from './policy.ts'

const waits = (failures: number) => holdOn(defaultPolicy, failures, 0, 0)

test('each further wrong answer doubles the wait, up to the longest, then the account is locked', () => {
  expect([0, 1, 2].map(waits)).toEqual([undefined, undefined, undefined])
  expect([3, 4, 5, 6, 7, 8, 9].map((failures) => waits(failures)?.retryAfterMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000,
  ])
  expect(waits(10)).toEqual({ reason: 'locked', retryAfterMs: 900_000 })
  expect(waits(5_000)).toEqual({ reason: 'locked', retryAfterMs: 900_000 })
})

test('a hold ends to the millisecond', () => {
  expect(holdOn(defaultPolicy, 3, 5_000, 5_999)).toEqual({ reason: 'slow-down', retryAfterMs: 1 })
  expect(holdOn(defaultPolicy, 3, 5_000, 6_000)).toBeUndefined()
  expect(holdOn(defaultPolicy, 10, 0, 899_999)).toEqual({ reason: 'locked', retryAfterMs: 1 })
  expect(holdOn(defaultPolicy, 10, 0, 900_000)).toBeUndefined()
  expect(holdOn({ ...defaultPolicy, lockMs: null }, 10, 0, 9e15)).toEqual({ reason: 'locked' })
})
