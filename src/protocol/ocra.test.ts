import { createHash, createHmac } from 'node:crypto'
import { base16 } from '@scure/base'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ocra, pinHash, timeStepsOf } from './ocra.ts'
import { refusal } from './refusal.test-kit.ts'
import { parseSuite } from './suite.ts'
import rfc6287 from './vectors/rfc6287.json'

const bytes = (hex: string) => base16.decode(hex.toUpperCase())
const text = (value: string) => new TextEncoder().encode(value)
const secret = text('12345678901234567890')

interface Vector {
  section: string
  suite: string
  key: string
  question: string
  expected: string
  counter?: number
  timeSteps?: number
  pin?: string
  pinHash?: string
}

test.each(rfc6287.vectors as Vector[])('RFC 6287 $section $suite $question $counter', (vector) => {
  const { counter, timeSteps } = vector
  const input = {
    question: vector.question,
    ...(counter === undefined ? {} : { counter }),
    ...(timeSteps === undefined ? {} : { timeSteps }),
    ...(vector.pinHash === undefined ? {} : { pinHash: bytes(vector.pinHash) }),
  }
  expect(ocra(vector.suite, bytes(vector.key), input)).toBe(vector.expected)
  expect(ocra(parseSuite(vector.suite), bytes(vector.key), input)).toBe(vector.expected)
  if (vector.pin !== undefined) {
    expect(pinHash(vector.suite, vector.pin)).toEqual(bytes(vector.pinHash ?? ''))
  }
})

/** OCRA once more, straight from RFC 6287 §5 on Node's own HMAC: every input as hexadecimal text, padded as text. */
function independent(suite: string, key: Uint8Array, input: Parameters<typeof ocra>[2]): string {
  const [, cryptoFunction = '', dataInput = ''] = suite.split(':')
  const [, algorithm = '', digits = ''] = cryptoFunction.split('-')
  let data = Buffer.from(suite).toString('hex').concat('00')
  for (const part of dataInput.split('-')) {
    if (part === 'C')
      data += BigInt(input.counter ?? 0)
        .toString(16)
        .padStart(16, '0')
    if (part.startsWith('QN')) data += BigInt(input.question).toString(16).padEnd(256, '0')
    if (part.startsWith('QH')) data += input.question.padEnd(256, '0')
    if (part.startsWith('QA')) data += Buffer.from(input.question).toString('hex').padEnd(256, '0')
    if (part.startsWith('P')) data += Buffer.from(input.pinHash ?? []).toString('hex')
    if (part.startsWith('S')) {
      const length = Number(part.slice(1) || '64')
      data += Buffer.from(input.session ?? [])
        .toString('hex')
        .padStart(2 * length, '0')
    }
    if (part.startsWith('T'))
      data += BigInt(input.timeSteps ?? 0)
        .toString(16)
        .padStart(16, '0')
  }
  const mac = createHmac(algorithm, key).update(Buffer.from(data, 'hex')).digest()
  if (digits === '0') return mac.toString('hex')
  const offset = mac.readUInt8(mac.length - 1) & 15
  const number = BigInt(mac.readUInt32BE(offset)) & 0x7fffffffn
  return (number % 10n ** BigInt(digits)).toString().padStart(Number(digits), '0')
}

const algorithms = fc.constantFrom('SHA1', 'SHA256', 'SHA512')
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const questions = fc
  .record({ format: fc.constantFrom('N', 'H', 'A'), length: fc.integer({ min: 4, max: 64 }) })
  .chain(({ format, length }) => {
    const alphabet = { N: '0123456789', H: '0123456789abcdefABCDEF', A: 'abcXYZ019' }[format] ?? ''
    return fc.record({
      name: fc.constant(`Q${format}${String(length).padStart(2, '0')}`),
      question: fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 2 * length }),
    })
  })
const sessions = fc
  .record({ length: fc.integer({ min: 1, max: 512 }), bare: fc.boolean() })
  .chain(({ length, bare }) =>
    fc.record({
      name: fc.constant(bare ? 'S' : `S${String(length).padStart(3, '0')}`),
      session: fc.uint8Array({ maxLength: bare ? 64 : length }),
    }),
  )
const steps = fc.oneof(
  fc.integer({ min: 1, max: 59 }).map((count) => `T${count}S`),
  fc.integer({ min: 1, max: 59 }).map((count) => `T${count}M`),
  fc.integer({ min: 0, max: 48 }).map((count) => `T${count}H`),
)
const computations = fc
  .record({
    algorithm: algorithms,
    digits: fc.constantFrom(0, 4, 5, 6, 7, 8, 9, 10),
    counter: fc.option(uint64),
    question: questions,
    pin: fc.option(fc.record({ algorithm: algorithms, text: fc.string() })),
    session: fc.option(sessions),
    time: fc.option(fc.record({ name: steps, timeSteps: uint64 })),
    secret: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  })
  .map(({ algorithm, digits, counter, question, pin, session, time, secret }) => ({
    suite: `OCRA-1:HOTP-${algorithm}-${digits}:${[
      counter === null ? [] : 'C',
      question.name,
      pin === null ? [] : `P${pin.algorithm}`,
      session === null ? [] : session.name,
      time === null ? [] : time.name,
    ]
      .flat()
      .join('-')}`,
    secret,
    input: {
      question: question.question,
      ...(counter === null ? {} : { counter }),
      ...(pin === null ? {} : { pinHash: createHash(pin.algorithm).update(pin.text).digest() }),
      ...(session === null ? {} : { session: session.session }),
      ...(time === null ? {} : { timeSteps: time.timeSteps }),
    },
  }))

test("every suite's answer is that of a second implementation", () => {
  fc.assert(
    fc.property(computations, ({ suite, secret, input }) => {
      expect(ocra(suite, secret, input)).toBe(independent(suite, secret, input))
    }),
    { numRuns: 2000 },
  )
})

describe('questions', () => {
  const answer = (suite: string, question: string) =>
    ocra(`OCRA-1:HOTP-SHA1-0:${suite}`, secret, { question })

  test('leading zeros of a decimal question do not count', () => {
    expect(answer('QN08', '00000007')).toBe(answer('QN08', '7'))
  })
  test('64 decimal digits are one number', () => {
    const longest = '9'.repeat(64)
    expect(answer('QN64', longest)).toBe(
      independent('OCRA-1:HOTP-SHA1-0:QN64', secret, { question: longest }),
    )
  })
  test('an odd hexadecimal question is filled up on the right', () => {
    expect(answer('QH08', 'abc')).toBe(answer('QH08', 'abc0'))
    expect(answer('QH08', 'abc')).not.toBe(answer('QH08', '0abc'))
  })
  test('case counts in letters and not in hexadecimal digits', () => {
    expect(answer('QH08', 'abcdef')).toBe(answer('QH08', 'ABCDEF'))
    expect(answer('QA08', 'abcdef')).not.toBe(answer('QA08', 'ABCDEF'))
  })
})

test('a session shorter than the suite says is filled up on the left', () => {
  const suite = 'OCRA-1:HOTP-SHA1-0:QN08-S004'
  const answer = (session: number[]) =>
    ocra(suite, secret, { question: '1', session: new Uint8Array(session) })
  expect(answer([1, 2])).toBe(answer([0, 0, 1, 2]))
  expect(answer([1, 2])).not.toBe(answer([1, 2, 0, 0]))
})

test('number and bigint say the same', () => {
  const suite = 'OCRA-1:HOTP-SHA1-6:C-QN08-T1M'
  expect(ocra(suite, secret, { question: '1', counter: 7, timeSteps: 8 })).toBe(
    ocra(suite, secret, { question: '1', counter: 7n, timeSteps: 8n }),
  )
})

test('the suite is part of what is hashed', () => {
  const answer = (suite: string) => ocra(suite, secret, { question: '1234' })
  expect(answer('OCRA-1:HOTP-SHA1-6:QN08')).not.toBe(answer('OCRA-1:HOTP-SHA1-6:QN09'))
})

const plain = 'OCRA-1:HOTP-SHA1-6:QN08'
test.each([
  ['question-malformed', plain, { question: '' }],
  ['question-malformed', plain, { question: '12a' }],
  ['question-malformed', plain, { question: '-1' }],
  ['question-malformed', plain, { question: '１２' }],
  ['question-malformed', plain, { question: 12345678 as unknown as string }],
  ['question-malformed', 'OCRA-1:HOTP-SHA1-6:QH08', { question: 'xyz' }],
  ['question-malformed', 'OCRA-1:HOTP-SHA1-6:QA08', { question: 'a~b' }],
  ['question-too-long', plain, { question: '1'.repeat(17) }],
  ['question-too-long', 'OCRA-1:HOTP-SHA1-6:QA64', { question: 'a'.repeat(129) }],
  ['counter-missing', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1' }],
  ['counter-unexpected', plain, { question: '1', counter: 0 }],
  ['counter-range', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1', counter: -1 }],
  ['counter-range', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1', counter: 1.5 }],
  ['counter-range', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1', counter: Number.NaN }],
  ['counter-range', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1', counter: 2 ** 53 }],
  ['counter-range', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1', counter: 2n ** 64n }],
  ['counter-range', 'OCRA-1:HOTP-SHA1-6:C-QN08', { question: '1', counter: '7' as unknown as number }],
  ['pin-missing', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1', { question: '1' }],
  ['pin-unexpected', plain, { question: '1', pinHash: new Uint8Array(20) }],
  ['pin-length', 'OCRA-1:HOTP-SHA1-6:QN08-PSHA256', { question: '1', pinHash: new Uint8Array(20) }],
  [
    'pin-length',
    'OCRA-1:HOTP-SHA1-6:QN08-PSHA1',
    { question: '1', pinHash: '1234' as unknown as Uint8Array },
  ],
  ['session-missing', 'OCRA-1:HOTP-SHA1-6:QN08-S', { question: '1' }],
  ['session-unexpected', plain, { question: '1', session: new Uint8Array(1) }],
  ['session-length', 'OCRA-1:HOTP-SHA1-6:QN08-S', { question: '1', session: new Uint8Array(65) }],
  ['session-length', 'OCRA-1:HOTP-SHA1-6:QN08-S', { question: '1', session: 'ab' as unknown as Uint8Array }],
  ['time-missing', 'OCRA-1:HOTP-SHA1-6:QN08-T1M', { question: '1' }],
  ['time-unexpected', plain, { question: '1', timeSteps: 1 }],
  ['time-range', 'OCRA-1:HOTP-SHA1-6:QN08-T1M', { question: '1', timeSteps: -1n }],
  ['suite-malformed', 'OCRA-1', { question: '1' }],
])('%s: %s %o', (code, suite, input) => {
  expect(refusal(() => ocra(suite, secret, input))).toBe(code)
})

test.each([
  ['secret-empty', new Uint8Array()],
  ['secret-too-long', new Uint8Array(1025)],
  ['secret-malformed', 'JBSWY3DP' as unknown as Uint8Array],
])('%s', (code, wrong) => {
  expect(refusal(() => ocra(plain, wrong, { question: '1' }))).toBe(code)
})

test('the time is counted in steps of the suite', () => {
  // RFC 6287 appendix C: 132d0b6 minutes is 25 March 2008, 12:06:30 GMT.
  const moment = Date.UTC(2008, 2, 25, 12, 6, 30)
  expect(timeStepsOf('OCRA-1:HOTP-SHA512-8:QN08-T1M', moment)).toBe(0x132d0b6)
  expect(timeStepsOf('OCRA-1:HOTP-SHA512-8:QN08-T20S', 59_999)).toBe(2)
  expect(timeStepsOf('OCRA-1:HOTP-SHA512-8:QN08-T24H', 86_400_000)).toBe(1)
  expect(refusal(() => timeStepsOf(plain, 0))).toBe('time-unexpected')
  expect(refusal(() => timeStepsOf('OCRA-1:HOTP-SHA1-6:QN08-T0H', 0))).toBe('time-range')
  expect(refusal(() => timeStepsOf('OCRA-1:HOTP-SHA1-6:QN08-T1H', -1))).toBe('time-range')
  expect(refusal(() => pinHash(plain, '1234'))).toBe('pin-unexpected')
})
