export type { Enrolment } from './enrolment.ts'
export {
  ProtocolError,
  type ProtocolErrorCode,
  type ProtocolErrorDetail,
  protocolErrorCodes,
} from './error.ts'
export { type Algorithm, MAX_SECRET_BYTES } from './hash.ts'
export { type HotpOptions, hotp, type TotpOptions, totp } from './hotp.ts'
export { type OcraInput, ocra, pinHash, timeStepsOf } from './ocra.ts'
export {
  DEFAULT_PAYMENT_SUITE,
  DEFAULT_SUITE,
  parseSuite,
  type QuestionFormat,
  type Suite,
} from './suite.ts'
