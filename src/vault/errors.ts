/** Every reason for which the vault refuses something. The UI has a sentence for each of them. */
const vaultErrorCodes = [
  // the storage below
  'unavailable',
  'blocked',
  'too-new',
  'quota',
  'storage',
  'closed',
  // the vault as a whole
  'exists',
  'not-created',
  'locked',
  'slots-lost',
  'busy',
  // ways in
  'password-wrong',
  'too-soon',
  'password-empty',
  'password-missing',
  'password-unexpected',
  'passkey-wrong',
  'slot-unknown',
  'slot-damaged',
  'last-slot',
  // keys
  'key-unknown',
  'key-invalid',
  'key-damaged',
  'key-archived',
  'name-invalid',
  'settings-invalid',
  // answers
  'answered-otherwise',
  'payment-only',
  'payments-off',
  'origin-refused',
  'wrong-kind',
  'counter-exhausted',
  'transaction-needed',
  'damaged-answer',
] as const

export type VaultErrorCode = (typeof vaultErrorCodes)[number]

/** The vault refused: `code` for a program, `message` for a person, `detail` where a sentence names something. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  readonly code: VaultErrorCode
  /**
   * `password-wrong`, `too-soon`: `{ retryAt }`, ms since 1970 or null. `answered-otherwise`:
   * `{ answered: AnsweredWith, asked: AnsweredWith }`. `key-damaged`, `damaged-answer`: `{ store, id }`.
   */
  readonly detail?: unknown

  constructor(code: VaultErrorCode, message: string, detail?: unknown, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    if (detail !== undefined) this.detail = detail
  }
}
