import { sha256 } from '@noble/hashes/sha2.js'
import { base16 } from '@scure/base'
import { settledAmount } from './amount.ts'
import { checkPaymentChallenge } from './challenge.ts'
import { ProtocolError } from './error.ts'
import { canonicalPurse } from './purse.ts'
import { parseSuite, type Suite } from './suite.ts'

/** What a payment's answer is bound to. */
export interface Payment {
  purse: string
  amount: string
  challenge: string
}

/**
 * The text that both ends hash: `purse~amount~challenge` in canonical forms, for example
 * `Z123456789012~25.00~12345678`.
 * @throws ProtocolError `purse-…`, `amount-…`, `challenge-…`
 */
export function paymentText({ purse, amount, challenge }: Payment): string {
  return [canonicalPurse(purse), settledAmount(amount), checkPaymentChallenge(challenge)].join('~')
}

/** The OCRA question of a payment: SHA-256 of {@link paymentText} in 64 lower-case hexadecimal digits. */
export function paymentQuestion(payment: Payment): string {
  return base16.encode(sha256(new TextEncoder().encode(paymentText(payment)))).toLowerCase()
}

/**
 * Takes a suite apart and makes sure that it can answer payments: its question is 64 hexadecimal digits.
 * @throws ProtocolError `payment-suite`, and what `parseSuite` throws
 */
export function parsePaymentSuite(text: string | Suite): Suite {
  const suite = typeof text === 'string' ? parseSuite(text) : text
  if (suite.question.format === 'H' && suite.question.length === 64) return suite
  throw new ProtocolError(
    'payment-suite',
    `A suite for payments must take a question of 64 hexadecimal digits (QH64); ${suite.text} does not.`,
  )
}
