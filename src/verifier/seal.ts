/** Secrets at rest: AES-256-GCM under the operator's key, bound to the account they belong to. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { VerifierError } from './error.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What the verifier keeps secret about an account. */
export interface Secrets {
  secret: Uint8Array
  /** Hashes of the PIN, where a suite takes one. */
  pinHash?: Uint8Array | undefined
  paymentPinHash?: Uint8Array | undefined
}

export interface Seal {
  close(account: string, secrets: Secrets): string
  open(account: string, sealed: string): Secrets
}

/**
 * With a key of 32 bytes, secrets are sealed; without one they lie in the database as they are, and
 * whoever reads the database can answer for every account.
 * @throws VerifierError `encryption-key`
 */
export function createSeal(key: Uint8Array | undefined): Seal {
  if (key !== undefined && key.length !== KEY_BYTES) {
    throw new VerifierError('encryption-key', `The key for secrets at rest must have ${KEY_BYTES} bytes.`)
  }
  return {
    close(account, secrets) {
      const plain = Buffer.from(JSON.stringify(encode(secrets)))
      return key ? `sealed:${encrypt(key, account, plain)}` : `plain:${plain.toString('base64')}`
    },
    open(account, sealed) {
      const [kind, data = ''] = sealed.split(':')
      if (kind === 'plain') return decode(Buffer.from(data, 'base64'))
      if (!key) {
        throw new VerifierError(
          'encryption-key',
          'The secrets in the database are encrypted. Give their key.',
        )
      }
      return decode(decrypt(key, account, Buffer.from(data, 'base64')))
    },
  }
}

function encrypt(key: Uint8Array, account: string, plain: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(account))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function decrypt(key: Uint8Array, account: string, data: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(account))
    decipher.setAuthTag(data.subarray(data.length - TAG_BYTES))
    return Buffer.concat([
      decipher.update(data.subarray(NONCE_BYTES, data.length - TAG_BYTES)),
      decipher.final(),
    ])
  } catch {
    throw new VerifierError(
      'secret-unreadable',
      "An account's secret cannot be decrypted: the key is another one, or the row was changed.",
    )
  }
}

const FIELDS = ['secret', 'pinHash', 'paymentPinHash'] as const

function encode(secrets: Secrets): Partial<Record<(typeof FIELDS)[number], string>> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const bytes = secrets[field]
      return bytes ? [[field, Buffer.from(bytes).toString('base64')]] : []
    }),
  )
}

function decode(plain: Buffer): Secrets {
  const texts = JSON.parse(plain.toString()) as ReturnType<typeof encode>
  const bytes = (text: string | undefined) =>
    text === undefined ? undefined : new Uint8Array(Buffer.from(text, 'base64'))
  return {
    secret: bytes(texts.secret) ?? new Uint8Array(),
    pinHash: bytes(texts.pinHash),
    paymentPinHash: bytes(texts.paymentPinHash),
  }
}
