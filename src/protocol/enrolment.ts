import type { Algorithm } from './hash.ts'

/** A key as it comes from outside: from an `otpauth:` URI or another authenticator's export. */
export interface Enrolment {
  kind: 'ocra' | 'totp' | 'hotp'
  /** Who gave the key; empty where nobody says. */
  issuer: string
  /** Whose it is there: an e-mail address, a WMID; empty where nobody says. */
  account: string
  secret: Uint8Array
  algorithm: Algorithm
  /** 4 to 10; 0 only where an OCRA suite answers with the whole HMAC. */
  digits: number
  /** Seconds; `totp` only. */
  period?: number
  /** The next counter: `hotp`, and `ocra` where the suite has `C`. */
  counter?: number
  /** `ocra`: answers authorizations. */
  suite?: string
  /** `ocra`: answers payments. */
  paymentSuite?: string
  /** `ocra`: where the key may answer, each an exact origin such as `https://wallet.example`. */
  origins?: string[]
}
