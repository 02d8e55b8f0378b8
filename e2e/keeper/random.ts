import { randomBytes, randomInt } from 'node:crypto'

/** A name that nobody guesses: 128 random bits in base64url. */
export const randomId = (): string => randomBytes(16).toString('base64url')

/** `count` random decimal digits; the first is never 0, so that a number looks like an account's. */
export function randomDigits(count: number): string {
  let digits = String(randomInt(1, 10))
  while (digits.length < count) digits += String(randomInt(10))
  return digits
}
