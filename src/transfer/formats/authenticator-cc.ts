/**
 * Authenticator.cc's (the browser extension's) backup: plain, and encrypted in the three ways it had.
 * Source: Authenticator-Extension/Authenticator, src/import.ts, src/models/storage.ts, encryption.ts, src/argon.ts,
 * src/definitions; for the cipher, crypto-js' OpenSSL-compatible format (EVP_BytesToKey with MD5).
 *
 * Version 1: each secret encrypted under the password. Version 2: under a key that stands, encrypted under the
 * password, in `key`. Version 3: each entry encrypted under the Argon2id hash of the password, in its text form.
 */
import { md5 } from '@noble/hashes/legacy.js'
import { base64nopad } from '@scure/base'
import { decryptAesCbc } from '../ciphers.ts'
import { Collector, EntryError, keyFrom } from '../collector.ts'
import { asText, isObject, own } from '../content.ts'
import { deriveArgon2id } from '../derive.ts'
import { decodeBase64, decodeHex, decodeUtf8, encodeHex } from '../encoding.ts'
import { damaged, passwordWrong } from '../error.ts'
import { place } from '../place.ts'
import type { Format, ReadContext, TransferKey } from '../types.ts'

const HASH_COST = { t: 2, m: 19 * 1024, p: 1 }

/** By name, and by the numbers that older versions wrote. */
const kinds = new Map<unknown, string>([
  ['hex', 'totp'],
  ['hhex', 'hotp'],
  ['battle', 'Battle.net'],
  ['1', 'totp'],
  ['2', 'hotp'],
  ['3', 'Battle.net'],
  ['4', 'steam'],
  ['5', 'totp'],
  ['6', 'hotp'],
])
const hexKinds = ['hex', 'hhex', '5', '6']
const algorithms = new Map<unknown, string>([
  ['1', 'SHA1'],
  ['2', 'SHA256'],
  ['3', 'SHA512'],
])

/** What names an entry: a UUID, once 32 hexadecimal digits. */
const ID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

export const authenticatorCc: Format = {
  name: 'authenticator-cc',
  recognises({ json }) {
    if (!isObject(json)) return false
    return Object.entries(json).some(
      ([id, entry]) =>
        own(entry, 'dataType') === 'EncOTPStorage' ||
        (typeof own(entry, 'secret') === 'string' &&
          (ID.test(id) ||
            typeof own(entry, 'encrypted') === 'boolean' ||
            typeof own(entry, 'hash') === 'string')),
    )
  },
  async read({ json }, context) {
    if (!isObject(json)) throw damaged('The Authenticator backup is damaged.')
    const opener = new Opener(json, context)
    const found = new Collector()
    const entries = Object.entries(json).filter(([id, entry]) => isObject(entry) && isEntry(id, entry))
    for (const [index, [, entry]] of entries.entries()) {
      try {
        const plain = await opener.open(entry)
        found.read(place('entry', index, own(plain, 'issuer'), own(plain, 'account')), () => readEntry(plain))
      } catch (error) {
        if (!(error instanceof EntryError)) throw error
        found.problem(
          place('entry', index, own(entry, 'issuer'), own(entry, 'account')),
          error.code,
          error.message,
        )
      }
    }
    // Nothing opened at all: that is the password, or there is no way to tell it from the password.
    if (opener.failed > 0 && opener.opened === 0) throw passwordWrong()
    return found
  },
}

function isEntry(id: string, entry: unknown): boolean {
  return id !== 'key' && own(entry, 'dataType') !== 'Key' && id !== 'UserSettings' && id !== 'LocalStorage'
}

function readEntry(entry: unknown): TransferKey {
  const secret = own(entry, 'secret')
  if (typeof secret !== 'string' || secret === '')
    throw new EntryError('secret-missing', 'The secret is missing.')
  if (/^stm-/.test(secret)) return keyFrom({ kind: 'steam', secret })
  if (/^bli?z-/.test(secret)) return keyFrom({ kind: 'Battle.net', secret })
  const type = asText(own(entry, 'type') ?? 'totp')
  // Secrets that are hexadecimal and cannot be base32 are hexadecimal, whatever the type says.
  const isHex = hexKinds.includes(type) || (/^[0-9a-f]+$/i.test(secret) && /[0189]/.test(secret))
  const bytes = isHex ? decodeHex(secret) : undefined
  if (isHex && !bytes) throw new EntryError('secret-malformed', 'The secret is not hexadecimal.')
  return keyFrom({
    kind: kinds.get(type) ?? type,
    // Old versions put the address of the site behind the name: `Example::example.com`.
    issuer: asText(own(entry, 'issuer') ?? '').split('::')[0],
    account: own(entry, 'account'),
    secret: bytes ?? secret,
    algorithm: algorithms.get(asText(own(entry, 'algorithm'))) ?? own(entry, 'algorithm'),
    digits: own(entry, 'digits'),
    period: own(entry, 'period'),
    counter: own(entry, 'counter'),
    pinned: own(entry, 'pinned'),
  })
}

/** Opens entries, deriving each key once. */
class Opener {
  opened = 0
  failed = 0
  readonly #json: unknown
  readonly #context: ReadContext
  readonly #keys = new Map<string, string>()

  constructor(json: unknown, context: ReadContext) {
    this.#json = json
    this.#context = context
  }

  /** The entry in plain. @throws EntryError, TransferError */
  async open(entry: unknown): Promise<unknown> {
    if (own(entry, 'dataType') === 'EncOTPStorage') {
      const key = await this.#versionThreeKey(own(entry, 'keyId'))
      const text = await this.#decrypt(own(entry, 'data'), key)
      try {
        const plain: unknown = JSON.parse(text)
        this.opened++
        return plain
      } catch {
        throw this.#failure()
      }
    }
    if (own(entry, 'encrypted') !== true) return entry
    const secret = await this.#decrypt(own(entry, 'secret'), await this.#olderKey())
    // No MAC: a wrong key now and then passes the padding.
    if (!/^[\x21-\x7e]{4,}$/.test(secret)) throw this.#failure()
    this.opened++
    return { ...(entry as object), secret }
  }

  async #decrypt(value: unknown, key: string): Promise<string> {
    const sealed = typeof value === 'string' ? decodeBase64(value) : undefined
    const opened = sealed && (await openOpenSsl(sealed, key))
    const text = opened && decodeUtf8(opened)
    if (text === undefined) throw this.#failure()
    return text
  }

  #failure(): EntryError {
    this.failed++
    return new EntryError('secret-encrypted', 'The entry could not be decrypted with this password.')
  }

  /** Version 2's key, which its own hash confirms; version 1 has none but the password. */
  async #olderKey(): Promise<string> {
    const known = this.#keys.get('')
    if (known !== undefined) return known
    const password = this.#context.password()
    const holder = own(this.#json, 'key') ?? this.#json
    const sealed = own(holder, 'enc')
    let key = password
    if (typeof sealed === 'string') {
      const bytes = decodeBase64(sealed)
      const opened = bytes && (await openOpenSsl(bytes, password))
      if (!opened) throw passwordWrong()
      key = encodeHex(opened)
    }
    this.#keys.set('', key)
    return key
  }

  async #versionThreeKey(id: unknown): Promise<string> {
    if (typeof id !== 'string') throw damaged('An entry of the Authenticator backup does not name its key.')
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const salt = own(own(this.#json, id), 'salt')
    if (typeof salt !== 'string') throw damaged('A key of the Authenticator backup is missing.')
    const bytes = new TextEncoder().encode(salt)
    const hash = await deriveArgon2id(this.#context.password(), bytes, HASH_COST, 32, this.#context.work)
    const key = base64nopad.encode(hash)
    this.#keys.set(id, key)
    return key
  }
}

/** `Salted__ ‖ salt (8) ‖ ciphertext`: AES-256-CBC under a key and IV from MD5, as `openssl enc` once did. */
async function openOpenSsl(sealed: Uint8Array, passphrase: string): Promise<Uint8Array | undefined> {
  if (sealed.length < 32 || new TextDecoder('latin1').decode(sealed.subarray(0, 8)) !== 'Salted__')
    return undefined
  const salt = sealed.subarray(8, 16)
  const password = new TextEncoder().encode(passphrase)
  const stream = new Uint8Array(48)
  let block = new Uint8Array(0)
  for (let at = 0; at < stream.length; at += 16) {
    block = md5(new Uint8Array([...block, ...password, ...salt]))
    stream.set(block, at)
  }
  return decryptAesCbc(stream.subarray(0, 32), stream.subarray(32), sealed.subarray(16))
}
