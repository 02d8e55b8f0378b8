import { createHash } from 'node:crypto'
import { base16 } from '@scure/base'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerAuthorization, answerPayment } from './answer.ts'
import { ocra } from './ocra.ts'
import { paymentQuestion, paymentText } from './payment.ts'
import { refusal } from './refusal.test-kit.ts'
import { DEFAULT_PAYMENT_SUITE, DEFAULT_SUITE } from './suite.ts'
import payment from './vectors/payment.json'

const secret = new TextEncoder().encode('12345678901234567890123456789012')

test.each(payment.vectors)('$text is answered as privacyIDEA answers it', (vector) => {
  const { key, suite, purse, amount, challenge, text, question, expected } = vector
  expect(paymentText({ purse, amount, challenge })).toBe(text)
  expect(paymentQuestion({ purse, amount, challenge })).toBe(question)
  const secret = base16.decode(key.toUpperCase())
  expect(answerPayment({ suite, secret, purse, amount, challenge })).toBe(expected)
})

describe('an authorization', () => {
  test('has seven digits with the default suite, and the challenge as its question', () => {
    const answer = answerAuthorization({ suite: DEFAULT_SUITE, secret, challenge: '00000000' })
    expect(answer).toMatch(/^[0-9]{7}$/)
    expect(answer).toBe(ocra(DEFAULT_SUITE, secret, { question: '00000000' }))
  })

  test('takes what the suite asks for besides', () => {
    const suite = 'OCRA-1:HOTP-SHA256-8:C-QA10-PSHA1-S064-T1M'
    const inputs = { counter: 3, pinHash: new Uint8Array(20), session: new Uint8Array([1]), timeSteps: 5n }
    expect(answerAuthorization({ suite, secret, challenge: 'aB3', ...inputs })).toBe(
      ocra(suite, secret, { question: 'aB3', ...inputs }),
    )
    expect(refusal(() => answerAuthorization({ suite, secret, challenge: 'aB3' }))).toBe('counter-missing')
  })

  test.each([
    ['challenge-missing', ''],
    ['challenge-malformed', '1234 5678'],
    ['challenge-malformed', '1234567a'],
    // Longer than the suite's question, although OCRA itself would compute it:
    ['challenge-too-long', '123456789'],
  ])('is refused with %s for the challenge %j', (code, challenge) => {
    expect(refusal(() => answerAuthorization({ suite: DEFAULT_SUITE, secret, challenge }))).toBe(code)
  })
})

describe('a payment', () => {
  const suite = DEFAULT_PAYMENT_SUITE
  const payment = { purse: 'Z123456789012', amount: '25.00', challenge: '12345678' }
  const answer = answerPayment({ suite, secret, ...payment })

  test('is the OCRA value of the SHA-256 of its text', () => {
    const question = createHash('sha256').update('Z123456789012~25.00~12345678').digest('hex')
    expect(answer).toBe(ocra(suite, secret, { question }))
    expect(answer).toMatch(/^[0-9]{7}$/)
  })

  test('may be written in another way and stays the same', () => {
    const written = { purse: 'z 1234-5678-9012', amount: '25,0', challenge: '12345678' }
    expect(answerPayment({ suite, secret, ...written })).toBe(answer)
  })

  test('is another one for another purse, amount or challenge', () => {
    const others = [
      { ...payment, purse: '123456789012' },
      { ...payment, purse: 'E123456789012' },
      { ...payment, amount: '25.01' },
      { ...payment, challenge: '12345679' },
    ]
    const questions = [payment, ...others].map(paymentQuestion)
    expect(new Set(questions).size).toBe(questions.length)
  })

  test('may have more decimals where that is settled', () => {
    expect(paymentText({ ...payment, amount: '1.234' })).toBe('Z123456789012~1.234~12345678')
  })

  test.each([
    ['payment-suite', { suite: DEFAULT_SUITE }],
    ['payment-suite', { suite: 'OCRA-1:HOTP-SHA256-7:QH63' }],
    ['payment-suite', { suite: 'OCRA-1:HOTP-SHA256-7:QA64' }],
    ['suite-hash', { suite: 'OCRA-1:HOTP-MD5-7:QH64' }],
    ['purse-malformed', { purse: 'Z1' }],
    ['amount-zero', { amount: '0.00' }],
    ['amount-ambiguous', { amount: '1,234' }],
    ['challenge-missing', { challenge: '' }],
    ['challenge-malformed', { challenge: '1234~5678' }],
    ['challenge-too-long', { challenge: '1'.repeat(65) }],
    ['counter-missing', { suite: 'OCRA-1:HOTP-SHA256-7:C-QH64' }],
  ])('is refused with %s for %o', (code, wrong) => {
    expect(refusal(() => answerPayment({ suite, secret, ...payment, ...wrong }))).toBe(code)
  })

  test('has one text for each payment: no two payments share it', () => {
    const purses = fc.stringMatching(/^[A-Z]?[0-9]{12}$/)
    const amounts = fc.stringMatching(/^[1-9][0-9]{0,8}\.[0-9]{2}$/)
    const challenges = fc.stringMatching(/^[0-9]{4,64}$/)
    const payments = fc.record({ purse: purses, amount: amounts, challenge: challenges })
    fc.assert(
      fc.property(payments, (payment) => {
        const [purse, amount, challenge, ...rest] = paymentText(payment).split('~')
        expect(rest).toEqual([])
        expect({ purse, amount, challenge }).toEqual(payment)
      }),
    )
  })
})
