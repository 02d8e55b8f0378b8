/**
 * The values of a key container, in plain or encrypted under a pre-shared key or a passphrase.
 * Source: RFC 6030 §4.2 and §6, its drafts, and what vendors ship; XML Encryption 1.1 §5.2 (padding), §5.6 (key wrap).
 */
import { aeskw, cbc } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { sameBytes } from '../ciphers.ts'
import { EntryError } from '../collector.ts'
import { derivePbkdf2 } from '../derive.ts'
import { decodeBase64, decodeHex, decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import type { ReadContext } from '../types.ts'
import { attribute, child, textOf } from '../xml.ts'

/** What opens encrypted values: the key and its MAC, or why nothing can be opened. */
type Opener = { key: Uint8Array; mac: Mac | undefined } | EntryError

/** A value as it stands in the file; the ciphertext begins with its vector. */
interface Sealed {
  method: unknown
  bytes: Uint8Array | undefined
  mac: Uint8Array | undefined
}

/**
 * Gets ready for the fields of one container: asks for the key or the passphrase where one of them is encrypted.
 * @throws TransferError `password-needed`, `password-wrong`, `damaged`
 */
export async function openValues(
  container: unknown,
  fields: unknown[],
  context: ReadContext,
): Promise<Values> {
  const shared = sharedMethod(container)
  const first = fields.map((field) => sealedOf(field, shared)).find((sealed) => sealed !== undefined)
  if (!first) return new Values(shared)
  const method = child(container, 'EncryptionKey')
  if (child(method, 'X509Data') !== undefined || child(method, 'KeyValue') !== undefined) {
    const reason = 'The secret is encrypted for a certificate; only its owner can open it.'
    return new Values(shared, new EntryError('secret-encrypted', reason))
  }
  try {
    const cipher = cipherOf(first.method)
    const key = await containerKey(method, cipher.bits / 8, context)
    const mac = macOf(child(container, 'MACMethod') ?? child(container, 'DigestMethod'), key)
    return new Values(shared, { key, mac }, !mac && !cipher.wrap)
  } catch (error) {
    if (error instanceof EntryError) return new Values(shared, error)
    throw error
  }
}

export class Values {
  /** Nothing would tell that a secret was changed. */
  readonly unauthenticated: boolean
  readonly #shared: unknown
  readonly #opener: Opener | undefined
  #opened = 0
  #mistaken = 0
  /** The key left a MAC key and a value that are padded as they should be: it is right, whatever the MACs say. */
  #keyFits = false

  constructor(shared: unknown, opener?: Opener, unauthenticated = false) {
    this.#shared = shared
    this.#opener = opener
    this.unauthenticated = unauthenticated
  }

  /** The bytes of a field; undefined where there is none. @throws EntryError */
  bytesOf(field: unknown): Uint8Array | undefined {
    const sealed = sealedOf(field, this.#shared)
    if (sealed) return this.#open(sealed)
    if (this.#shared !== undefined && child(field, 'Value') !== undefined) {
      const reason = 'The container is encrypted, but this secret lacks the digest that goes with that.'
      throw new EntryError('secret-encrypted', reason)
    }
    const text = plainText(field)
    if (text === undefined) return undefined
    const bytes = decodeBase64(text)
    if (!bytes) throw new EntryError('secret-malformed', 'The secret is not written in base64.')
    return bytes
  }

  /** The number in a field; undefined where there is none, NaN where it is none. @throws EntryError */
  numberOf(field: unknown): number | bigint | undefined {
    const sealed = sealedOf(field, this.#shared)
    if (sealed) return integerOf(this.#open(sealed))
    const text = plainText(field)
    if (text === undefined) return undefined
    if (DIGITS.test(text)) return exact(BigInt(text))
    return integerOf(decodeBase64(text) ?? new Uint8Array(0))
  }

  /** No MAC fits at all, and nothing else speaks for the key: it is the password, not the file. @throws TransferError */
  checkPassword(): void {
    if (this.#mistaken > 0 && this.#opened === 0 && !this.#keyFits) throw passwordWrong()
  }

  #open({ method, bytes, mac: wanted }: Sealed): Uint8Array {
    if (this.#opener instanceof EntryError) throw this.#opener
    if (!this.#opener || !bytes) throw new EntryError('secret-missing', 'The encrypted value is missing.')
    const { key, mac } = this.#opener
    const opened = decrypt(cipherOf(method), key, bytes)
    if (opened && mac?.keyIsPadded && opened.isPadded) this.#keyFits = true
    // Without a MAC the padding has to speak for the key. Drafts of the standard made the MAC over the plain value.
    const good =
      mac && wanted?.length
        ? sameBytes(mac.over(bytes), wanted) || (opened && sameBytes(mac.over(opened.bytes), wanted))
        : opened?.isPadded
    if (opened && good) {
      this.#opened++
      return opened.bytes
    }
    this.#mistaken++
    throw new EntryError(
      'mac-wrong',
      'The MAC of the secret does not fit: the secret was changed, or is damaged.',
    )
  }
}

/** Drafts named one method for all values of the container. */
function sharedMethod(container: unknown): unknown {
  const method = child(container, 'EncryptionMethod')
  return algorithmOf(method) === 'none' ? undefined : method
}

function sealedOf(field: unknown, shared: unknown): Sealed | undefined {
  const value = child(field, 'EncryptedValue')
  if (value !== undefined) {
    return {
      method: child(value, 'EncryptionMethod'),
      bytes: cipherValue(value),
      mac: bytesIn(child(field, 'ValueMAC')),
    }
  }
  const [bytes, mac] = [bytesIn(child(field, 'Value')), bytesIn(child(field, 'ValueDigest'))]
  if (shared === undefined || !bytes || !mac) return undefined
  const vector = bytesIn(child(shared, 'IV')) ?? []
  return { method: shared, bytes: new Uint8Array([...vector, ...bytes]), mac }
}

function plainText(field: unknown): string | undefined {
  return textOf(child(field, 'PlainValue') ?? child(field, 'Value'))
}

const DIGITS = /^\d{1,20}$/

/** Digits, or a number in at most eight bytes, the highest first. */
function integerOf(bytes: Uint8Array): number | bigint {
  const text = decodeUtf8(bytes)
  if (text !== undefined && DIGITS.test(text)) return exact(BigInt(text))
  if (bytes.length === 0 || bytes.length > 8) return Number.NaN
  return exact(bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n))
}

const exact = (whole: bigint): number | bigint => (whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole)

/** The pre-shared key, typed in hex, or the key that PBKDF2 makes of a passphrase (RFC 6030 §6.2). */
async function containerKey(method: unknown, length: number, context: ReadContext): Promise<Uint8Array> {
  const derivation = child(method, 'DerivedKey', 'KeyDerivationMethod')
  if (derivation === undefined) {
    const key = decodeHex(
      context.password('The keys are encrypted. Enter the pre-shared key, in hexadecimal digits.'),
    )
    if (key?.length === length) return key
    throw new TransferError(
      'password-wrong',
      `The pre-shared key of this file is ${length * 2} hexadecimal digits. Check it and try again.`,
    )
  }
  const algorithm = attribute(derivation, 'Algorithm') ?? ''
  const parameters = child(derivation, 'PBKDF2-params')
  const salt = bytesIn(child(parameters, 'Salt', 'Specified'))
  const iterations = Number(textOf(child(parameters, 'IterationCount')))
  const given = Number(textOf(child(parameters, 'KeyLength')) ?? length)
  if (!/pbkdf2$/i.test(algorithm) || !salt?.length)
    throw damaged('The key derivation of the file is not PBKDF2.')
  // Bytes, by the standard; some write bits.
  if (given !== length && given !== length * 8)
    throw damaged('The key derivation of the file does not fit its cipher.')
  const prf = attribute(child(parameters, 'PRF'), 'Algorithm') ?? 'hmac-sha1'
  const hash = /sha-?(1|256|512)$/i.exec(prf)?.[1] as '1' | '256' | '512' | undefined
  if (!hash) throw damaged('The key derivation of the file uses a hash that is not known here.')
  const password = context.password('The keys are encrypted. Enter the passphrase of the file.')
  return derivePbkdf2(`SHA-${hash}`, password, salt, iterations, length, context.work)
}

const hashes = { sha1, sha224, sha256, sha384, sha512 }

interface Mac {
  over(data: Uint8Array): Uint8Array
  keyIsPadded: boolean
}

/** The MAC that the container names; its key is encrypted like the secrets, or is the same (RFC 6030 §6.1.1). */
function macOf(method: unknown, key: Uint8Array): Mac | undefined {
  if (method === undefined) return undefined
  const name = /hmac-(sha\d+)$/i.exec(attribute(method, 'Algorithm') ?? '')?.[1]?.toLowerCase() ?? ''
  const hash = Object.hasOwn(hashes, name) ? hashes[name as keyof typeof hashes] : undefined
  if (!hash)
    throw new EntryError(
      'cipher-unsupported',
      'The secrets are authenticated in a way that is not known here.',
    )
  const holder = child(method, 'MACKey')
  if (holder === undefined) return { over: (data) => hmac(hash, key, data), keyIsPadded: false }
  const sealed = cipherValue(holder)
  const opened = sealed && decrypt(cipherOf(child(holder, 'EncryptionMethod')), key, sealed)
  if (!opened) throw passwordWrong()
  return { over: (data) => hmac(hash, opened.bytes, data), keyIsPadded: opened.isPadded }
}

interface Cipher {
  bits: number
  /** RFC 3394's key wrap, else CBC. */
  wrap: boolean
}

/** @throws EntryError `cipher-unsupported` */
function cipherOf(method: unknown): Cipher {
  const name = algorithmOf(method)
  const bits = /^(?:kw-aes(128|192|256)|aes(128|192|256)-cbc)$/.exec(name)?.slice(1).find(Boolean)
  if (bits !== undefined) return { bits: Number(bits), wrap: name.startsWith('kw-') }
  const shown = name.slice(0, 40) || 'unnamed'
  throw new EntryError(
    'cipher-unsupported',
    `The secret is encrypted with a cipher (${shown}) that is not read here.`,
  )
}

/** The last part of the algorithm's name; PBES2 is only a wrapping around the one that counts. */
function algorithmOf(method: unknown): string {
  const algorithm = attribute(method, 'Algorithm') ?? attribute(method, 'algorithm') ?? ''
  const name = algorithm.replace(/^.*#/, '').toLowerCase()
  return name === 'pbes2' ? algorithmOf(child(method, 'EncryptionScheme')) : name
}

function cipherValue(value: unknown): Uint8Array | undefined {
  const bytes = bytesIn(child(value, 'CipherData', 'CipherValue'))
  return bytes && bytes.length > 0 ? bytes : undefined
}

function bytesIn(element: unknown): Uint8Array | undefined {
  const text = textOf(element)
  return text === undefined ? undefined : decodeBase64(text)
}

/** Undefined where the key cannot be the right one. */
function decrypt(
  { bits, wrap }: Cipher,
  key: Uint8Array,
  sealed: Uint8Array,
): { bytes: Uint8Array; isPadded: boolean } | undefined {
  if (key.length * 8 !== bits) return undefined
  try {
    if (wrap) return { bytes: aeskw(key).decrypt(sealed), isPadded: true }
    if (sealed.length < 32 || sealed.length % 16 !== 0) return undefined
    const padded = cbc(key, sealed.slice(0, 16), { disablePadding: true }).decrypt(sealed.slice(16))
    return unpad(padded)
  } catch {
    return undefined
  }
}

/**
 * XML Encryption pads with a count and anything before it, most write the count everywhere, and LinOTP's vendors
 * left whole blocks unpadded.
 */
function unpad(padded: Uint8Array): { bytes: Uint8Array; isPadded: boolean } {
  const count = padded.at(-1) ?? 0
  if (count < 1 || count > 16 || count >= padded.length) return { bytes: padded, isPadded: false }
  const isPadded = padded.subarray(-count).every((byte) => byte === count)
  return { bytes: padded.slice(0, -count), isPadded }
}
