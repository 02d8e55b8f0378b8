/**
 * LinOTP's two-step enrolment of its OCRA tokens for phones: `lseqr://init` (shared secret, suite, serial), then
 * `lseqr://nonce`, and an activation code that reaches the user on another way. The key is made of all three.
 * Source: LinOTP/LinOTP, linotp/tokens/ocra2token/ocra2token.py (_rollout_1, _rollout_2) and
 * linotp/lib/crypto/utils.py (kdf2, check).
 */
import { type Collector, EntryError, keyFrom } from '../collector.ts'
import { derivePbkdf2 } from '../derive.ts'
import { decodeBase32, decodeHex } from '../encoding.ts'
import { TransferError } from '../error.ts'
import { type Place, place } from '../place.ts'
import type { ReadContext } from '../types.ts'

export const LSEQR = /^lseqr:/i

const ITERATIONS = 10_000
/** The server means the length of the suite's hash, but always takes this. */
const KEY_BYTES = 32
const SALT_BYTES = 8

export class LinotpEnrolments {
  readonly #found: Collector
  readonly #firsts: { where: Place; query: URLSearchParams }[] = []
  readonly #nonces = new Map<string, string>()

  constructor(found: Collector) {
    this.#found = found
  }

  read(where: Place, uri: string): void {
    const match = /^lseqr:\/\/([^/?]*)\/?\??(.*)$/is.exec(uri)
    const step = match?.[1]?.toLowerCase()
    const query = new URLSearchParams(match?.[2] ?? '')
    if (step === 'init') this.#firsts.push({ where, query })
    else if (step === 'nonce') this.#nonces.set(query.get('se') ?? '', query.get('no') ?? '')
    else if (step === 'pair') {
      const reason =
        "LinOTP's push and QR tokens agree on a key over a network, which Answerkey does not use."
      this.#found.problem(where, 'needs-network', reason)
    } else {
      this.#found.problem(where, 'line-unknown', 'This is a challenge of LinOTP, not a key.')
    }
  }

  async finish(context: ReadContext): Promise<void> {
    const serials = new Set(this.#firsts.map(({ query }) => query.get('se') ?? ''))
    for (const { where, query } of this.#firsts) {
      const nonce = this.#nonces.get(query.get('se') ?? '')
      const shared = decodeHex(query.get('sh') ?? '')
      const secret = shared && nonce !== undefined ? await derive(shared, nonce, context) : shared
      this.#found.read(where, () => {
        if (!secret)
          throw new EntryError('secret-malformed', 'The shared secret or the nonce is not hexadecimal.')
        return keyFrom({
          kind: 'ocra',
          issuer: 'LinOTP',
          account: query.get('se'),
          secret,
          suite: query.get('os'),
        })
      })
      if (secret && nonce === undefined) {
        const reason =
          'This is the first of two codes. The server will accept answers after its second code (lseqr://nonce) and the activation code: import both codes together, with the activation code as the password.'
        this.#found.problem(where, 'part-missing', reason)
      }
    }
    for (const serial of this.#nonces.keys()) {
      if (serials.has(serial)) continue
      const reason = 'This is the second of two codes; the first (lseqr://init) is missing.'
      this.#found.problem(place('code', undefined, serial), 'part-missing', reason)
    }
  }
}

async function derive(
  shared: Uint8Array,
  nonce: string,
  context: ReadContext,
): Promise<Uint8Array | undefined> {
  const bytes = decodeHex(nonce)
  if (!bytes || bytes.length <= SALT_BYTES) return undefined
  const code = activationBytes(
    context.password('Enter the activation code that LinOTP gave you for this token.'),
  )
  const passphrase = new Uint8Array([...shared, ...code, ...bytes.subarray(0, -SALT_BYTES)])
  return derivePbkdf2('SHA-256', passphrase, bytes.subarray(-SALT_BYTES), ITERATIONS, KEY_BYTES, context.work)
}

/** Base32, then a checksum of two hexadecimal digits; zeros and letters O are told apart by their place. */
function activationBytes(text: string): Uint8Array {
  const typed = text.replace(/[\s-]/g, '').toUpperCase()
  const code = decodeBase32(typed.slice(0, -2).replaceAll('0', 'O'))
  const sum = code?.reduce((all, byte) => all ^ byte, 0)
  if (!code?.length || sum !== Number.parseInt(typed.slice(-2).replaceAll('O', '0'), 16)) {
    throw new TransferError(
      'password-wrong',
      'The activation code has a mistake: its last two characters do not fit.',
    )
  }
  return code
}
