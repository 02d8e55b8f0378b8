/**
 * The seam: everything above it asks for the answer to an authorization or to a payment and does not
 * know how it is computed. E-num's own algorithm was never published; this is the open one of the same shape.
 */
import { checkChallenge } from './challenge.ts'
import { type OcraInput, ocra } from './ocra.ts'
import { type Payment, parsePaymentSuite, paymentQuestion } from './payment.ts'
import { parseSuite, type Suite } from './suite.ts'

/** What an answer is computed from besides the challenge; all but the first two only where the suite asks for it. */
export interface AnswerInput extends Omit<OcraInput, 'question'> {
  suite: string | Suite
  secret: Uint8Array
}

/**
 * The answer that confirms whatever the site ties to `challenge`.
 * @throws ProtocolError `challenge-…` where the suite does not take this challenge, and what `ocra` throws
 */
export function answerAuthorization({
  suite,
  secret,
  challenge,
  ...inputs
}: AnswerInput & { challenge: string }): string {
  const parsed = typeof suite === 'string' ? parseSuite(suite) : suite
  return ocra(parsed, secret, { ...inputs, question: checkChallenge(parsed, challenge) })
}

/**
 * The answer that confirms exactly this payment: wrong for another purse, another amount or another challenge.
 * @throws ProtocolError `payment-suite`, `purse-…`, `amount-…`, `challenge-…`, and what `ocra` throws
 */
export function answerPayment({
  suite,
  secret,
  purse,
  amount,
  challenge,
  ...inputs
}: AnswerInput & Payment): string {
  const question = paymentQuestion({ purse, amount, challenge })
  return ocra(parsePaymentSuite(suite), secret, { ...inputs, question })
}
