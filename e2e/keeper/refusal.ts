/** What the Keeper can refuse; each has its sentence in every language (`words/refusals.ts`). */
export type RefusalCode =
  | 'wrong'
  | 'expired'
  | 'repeated'
  | 'unknown'
  | 'locked'
  | 'slow-down'
  | 'tampered'
  | 'form-expired'
  | 'sign-in'
  | 'wrong-password'
  | 'email-invalid'
  | 'email-taken'
  | 'password-short'
  | 'purse-invalid'
  | 'purse-unknown'
  | 'purse-own'
  | 'purse-currency'
  | 'amount-invalid'
  | 'not-enough'
  | 'contact-unknown'
  | 'contact-exists'
  | 'invoice-paid'
  | 'key-missing'
  | 'key-present'
  | 'code-wrong'
  | 'code-expired'
  | 'enum-unknown'
  | 'method-payment-only'

/** Thrown wherever the Keeper says no; the page shows the sentence for `code`. */
export class Refusal extends Error {
  override name = 'Refusal'
  constructor(
    readonly code: RefusalCode,
    readonly retryAfterMs?: number,
  ) {
    super(`The Keeper refused: ${code}`)
  }
}
