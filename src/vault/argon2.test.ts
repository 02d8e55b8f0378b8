import { argon2id } from '@noble/hashes/argon2.js'
import { base16 } from '@scure/base'
import { expect, test } from 'vitest'
import { type Argon2Cost, checkCost, DEFAULT_COST, derive, raisedCost } from './argon2.ts'

const hex = (bytes: Uint8Array) => base16.encode(bytes).toLowerCase()
const text = (value: string) => new TextEncoder().encode(value)

test('RFC 9106 §5.3: Argon2id', () => {
  const tag = argon2id(new Uint8Array(32).fill(1), new Uint8Array(16).fill(2), {
    key: new Uint8Array(8).fill(3),
    personalization: new Uint8Array(12).fill(4),
    m: 32,
    t: 3,
    p: 4,
    dkLen: 32,
  })
  expect(hex(tag)).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659')
})

// From the tests of the reference implementation (phc-winner-argon2, src/test.c, Argon2id version 1.3).
test.each([
  [{ m: 65_536, t: 2, p: 1 }, 'password', '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
  [{ m: 256, t: 2, p: 1 }, 'password', '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  [{ m: 256, t: 2, p: 2 }, 'password', '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037'],
  [{ m: 65_536, t: 1, p: 1 }, 'password', 'f6a5adc1ba723dddef9b5ac1d464e180fcd9dffc9d1cbf76cca2fed795d9ca98'],
  [
    { m: 65_536, t: 2, p: 1 },
    'differentpassword',
    '0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde',
  ],
])('the reference implementation agrees: %o %s', async (cost, password, expected) => {
  expect(hex(await derive(password, text('somesalt'), cost))).toBe(expected)
})

test('letters composed by one keyboard and put together by another are one password', async () => {
  const cost = { m: 8, t: 1, p: 1 }
  const salt = text('somesaltsomesalt')
  expect(await derive('Zu\u0308rich', salt, cost)).toEqual(await derive('Z\u00fcrich', salt, cost))
})

test.each<Argon2Cost>([
  { m: 2 ** 31, t: 3, p: 1 },
  { m: 65_536, t: 900_000_000, p: 1 },
  { m: 65_536, t: 3, p: 1000 },
  { m: 1_048_576, t: 32, p: 1 },
  { m: 7, t: 1, p: 1 },
  { m: 65_536, t: 0, p: 1 },
  { m: 65_536.5, t: 3, p: 1 },
  { m: Number.NaN, t: 3, p: 1 },
])('a cost that no vault uses is refused before anything is computed: %o', (cost) => {
  expect(() => checkCost(cost)).toThrow(expect.objectContaining({ code: 'slot-damaged' }))
})

test('a cost is raised where it is lower, and never lowered', () => {
  expect(raisedCost({ m: 8, t: 1, p: 1 }, DEFAULT_COST)).toEqual(DEFAULT_COST)
  expect(raisedCost({ m: 131_072, t: 1, p: 1 }, DEFAULT_COST)).toEqual({ m: 131_072, t: 3, p: 1 })
  expect(raisedCost(DEFAULT_COST, DEFAULT_COST)).toBeUndefined()
  expect(raisedCost({ m: 131_072, t: 4, p: 1 }, DEFAULT_COST)).toBeUndefined()
})
