import { base16 } from '@scure/base'
import { expect, test } from 'vitest'
import { ocra } from './ocra.ts'
import rfc6287 from './vectors/rfc6287.json'

const bytes = (hex: string) => base16.decode(hex.toUpperCase())

test.each(rfc6287.vectors)('RFC 6287 $section $suite $question', (vector) => {
  const { suite, key, question, expected, ...rest } = vector as typeof vector & {
    counter?: number
    timeSteps?: number
    pinHash?: string
  }
  const { counter, timeSteps, pinHash } = rest
  expect(
    ocra(suite, bytes(key), {
      question,
      ...(counter === undefined ? {} : { counter }),
      ...(timeSteps === undefined ? {} : { timeSteps }),
      ...(pinHash === undefined ? {} : { pinHash: bytes(pinHash) }),
    }),
  ).toBe(expected)
})
