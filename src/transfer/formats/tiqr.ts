/**
 * What a tiqr server stores of its users: one JSON file a user, or rows of the table `tiqrusersecret` as JSON or CSV.
 * Source: Tiqr/tiqr-server-libphp, library/tiqr/Tiqr/UserSecretStorage/Abstract.php (the mark before a secret),
 * File.php, Pdo.php and Encryption/OpenSSL.php, UserStorage/GenericStore.php, Service.php (DEFAULT_OCRA_SUITE).
 */
import { cbc, gcm } from '@noble/ciphers/aes.js'
import { Collector, EntryError, keyFrom } from '../collector.ts'
import { isObject, own } from '../content.ts'
import { readRows } from '../csv.ts'
import { decodeBase64, decodeHex, decodeUtf8 } from '../encoding.ts'
import { passwordWrong } from '../error.ts'
import { place } from '../place.ts'
import type { Format, ReadContext, TransferKey } from '../types.ts'

/** The server's default; an export does not say whether its administrator chose another. */
const SUITE = 'OCRA-1:HOTP-SHA1-6:QH10-S'

interface User {
  id: unknown
  secret: unknown
  suite: unknown
}

export const tiqr: Format = {
  name: 'tiqr',
  recognises: ({ json }) => usersOf(json).length > 0,
  read: ({ json }, context) => readUsers(usersOf(json), context),
}

export const tiqrCsv: Format = {
  name: 'tiqr',
  recognises: ({ text }) => {
    const head = text?.slice(0, 1000).split(/\r?\n/, 1)[0] ?? ''
    return /(?:^|,)\s*"?userid"?\s*(?:,|$)/i.test(head) && /(?:^|,)\s*"?secret"?\s*(?:,|$)/i.test(head)
  },
  read({ text = '' }, context) {
    const [head = [], ...rows] = readRows(text)
    const columns = head.map((name) => name.trim().toLowerCase())
    const cell = (row: string[], name: string) => row[columns.indexOf(name)]?.trim()
    return readUsers(
      rows.map((row) => ({
        id: cell(row, 'userid'),
        secret: cell(row, 'secret'),
        suite: cell(row, 'ocrasuite') ?? cell(row, 'suite'),
      })),
      context,
    )
  },
}

/** A user without a secret belongs to a server that keeps secrets elsewhere; alone it marks no tiqr export. */
function usersOf(json: unknown): User[] {
  const entries = Array.isArray(json) ? json : [json]
  const users = entries.map((entry) => ({
    id: own(entry, 'userId') ?? own(entry, 'userid'),
    secret: own(entry, 'secret'),
    suite: own(entry, 'ocraSuite') ?? own(entry, 'ocrasuite') ?? own(entry, 'suite'),
  }))
  const known = users.some(({ id, secret }) => typeof id === 'string' && typeof secret === 'string')
  return known || isBareSecret(json) ? users : []
}

/** Where secrets are kept apart from the users, a file holds nothing else; whose it is, its name says. */
function isBareSecret(json: unknown): boolean {
  const secret = own(json, 'secret')
  return (
    isObject(json) &&
    Object.keys(json).length === 1 &&
    typeof secret === 'string' &&
    /^(?:(?:plain|openssl):|[0-9a-f]{32,}$)/i.test(secret)
  )
}

function readUsers(users: User[], context: ReadContext) {
  const found = new Collector()
  const opener = new Opener(context)
  for (const [index, user] of users.entries()) {
    found.read(place('user', index, user.id), () => readUser(user, opener))
  }
  if (opener.failed > 0 && opener.opened === 0) throw passwordWrong()
  return found
}

function readUser({ id, secret, suite }: User, opener: Opener): TransferKey {
  if (typeof secret !== 'string' || secret === '')
    throw new EntryError('secret-missing', 'The secret is missing.')
  const bytes = decodeHex(opener.open(secret))
  if (!bytes) {
    const reason = 'The secret is not hexadecimal: the server encrypts what it stores. Export it in plain.'
    throw new EntryError('secret-encrypted', reason)
  }
  return keyFrom({ kind: 'ocra', issuer: 'tiqr', account: id, secret: bytes, suite: suite || SUITE })
}

/** Opens what the server's `openssl` sealed, with the server's key in hex as the password. */
class Opener {
  opened = 0
  failed = 0
  readonly #context: ReadContext

  constructor(context: ReadContext) {
    this.#context = context
  }

  /** The secret without its mark, in hex where it is in plain. @throws EntryError, TransferError */
  open(stored: string): string {
    const [mark, ...parts] = stored.split(':')
    if (mark === 'plain') return parts.join(':')
    if (mark !== 'openssl') return stored
    const [cipher = '', , ...sealed] = parts
    const [, bits, mode] = /^aes-(128|192|256)-(cbc|gcm)$/i.exec(cipher) ?? []
    const [iv, tag, ciphertext] = sealed.map((part) => decodeBase64(part) ?? new Uint8Array(0))
    if (!bits || !mode || !iv || !tag || !ciphertext) {
      const reason = `The secret is encrypted with a cipher (${cipher.slice(0, 40)}) that is not read here.`
      throw new EntryError('cipher-unsupported', reason)
    }
    const key = decodeHex(
      this.#context.password(
        'The secrets are encrypted. Enter the key of the server, in hexadecimal digits.',
      ),
    )
    const text =
      key?.length === Number(bits) / 8
        ? decrypt(mode.toLowerCase(), key, iv, new Uint8Array([...ciphertext, ...tag]))
        : undefined
    // Nothing but the padding speaks for the key in CBC: noise passes it now and then, but is no hexadecimal text.
    if (text === undefined || !decodeHex(text)) {
      this.failed++
      throw new EntryError('secret-encrypted', 'The secret could not be decrypted with this key.')
    }
    this.opened++
    return text
  }
}

function decrypt(mode: string, key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): string | undefined {
  try {
    return decodeUtf8((mode === 'gcm' ? gcm(key, iv) : cbc(key, iv)).decrypt(sealed))
  } catch {
    return undefined
  }
}
