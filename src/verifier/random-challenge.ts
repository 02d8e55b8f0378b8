import { randomInt } from 'node:crypto'
import type { QuestionFormat, Suite } from '../protocol/index.ts'

const alphabets: Record<QuestionFormat, string> = {
  N: '0123456789',
  H: '0123456789abcdef',
  // Without the letters and digits that people mix up when they copy by eye.
  A: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789',
}

/** A fresh question of the suite's format and full length, each character drawn evenly. */
export function randomChallenge({ format, length }: Suite['question']): string {
  const alphabet = alphabets[format]
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
}
