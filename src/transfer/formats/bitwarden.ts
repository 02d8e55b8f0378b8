/**
 * Bitwarden's export of a vault (JSON, plain or protected by a password; CSV), and Bitwarden Authenticator's.
 * Source: bitwarden/clients, libs/vault-export-core and libs/importer (bitwarden-json-importer,
 * bitwarden-password-protected-importer, bitwarden-csv-importer); bitwarden/authenticator-android,
 * ExportJsonData.kt and AuthenticatorRepositoryImpl.kt.
 */
import { expand } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { decryptAesCbc, sameBytes } from '../ciphers.ts'
import { Collector, keyFrom, number, steam } from '../collector.ts'
import { own, parseJson } from '../content.ts'
import { readRows } from '../csv.ts'
import { deriveArgon2id, derivePbkdf2 } from '../derive.ts'
import { decodeBase64, decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import { readOtpauthLine } from '../otpauth-line.ts'
import { place } from '../place.ts'
import type { Format, ReadContext, TransferKey } from '../types.ts'

const PBKDF2 = 0
const ARGON2ID = 1

export const bitwarden: Format = {
  name: 'bitwarden',
  recognises: ({ json }) =>
    typeof own(json, 'encrypted') === 'boolean' &&
    (own(json, 'items') !== undefined || own(json, 'data') !== undefined),
  async read({ json }, context) {
    if (own(json, 'encrypted') === false) return readItems(json)
    if (own(json, 'passwordProtected') !== true) {
      throw new TransferError(
        'unknown-format',
        'Only the Bitwarden account that made this export can open it. Export again, protected by a password.',
      )
    }
    return readItems(await decrypt(json, context))
  },
}

function readItems(json: unknown) {
  const items = own(json, 'items')
  if (!Array.isArray(items)) throw damaged('The Bitwarden export has no list of items.')
  const found = new Collector()
  for (const [index, item] of items.entries()) {
    const login = own(item, 'login')
    const totp = own(login, 'totp')
    if (totp === undefined || totp === null || totp === '') continue
    const names = { name: own(item, 'name'), username: own(login, 'username') }
    found.read(place('item', index, names.name, names.username), () => readTotp(totp, names))
  }
  return found
}

/** A URI, or the secret alone; the item's own names fill in what the URI leaves out. */
function readTotp(totp: unknown, names: { name: unknown; username: unknown }): TransferKey {
  if (typeof totp === 'string' && /^\s*steam:/i.test(totp)) throw steam()
  if (typeof totp !== 'string' || !/^\s*otpauth:/i.test(totp)) {
    return keyFrom({ kind: 'totp', issuer: names.name, account: names.username, secret: totp })
  }
  const key = readOtpauthLine(totp)
  const issuer = key.issuer || (typeof names.name === 'string' ? names.name.trim() : '')
  const account = key.account || (typeof names.username === 'string' ? names.username.trim() : '')
  return { ...key, issuer, account }
}

/** The password's key is stretched (HKDF-Expand) into one for AES-CBC and one for the MAC. */
async function decrypt(json: unknown, context: ReadContext): Promise<unknown> {
  const data = encString(own(json, 'data'))
  const salt = own(json, 'salt')
  if (!data || typeof salt !== 'string')
    throw damaged('The encrypted part of the Bitwarden export is damaged.')
  const password = context.password()
  const key = await deriveKey(json, password, new TextEncoder().encode(salt), context)
  const check = encString(own(json, 'encKeyValidation_DO_NOT_EDIT'))
  if (check && !macFits(key, check)) throw passwordWrong()
  if (!macFits(key, data)) {
    if (check) throw damaged('The content of the Bitwarden export is damaged.')
    throw passwordWrong()
  }
  const opened = await decryptAesCbc(expand(sha256, key, bytesOf('enc'), 32), data.iv, data.ciphertext)
  const text = opened && decodeUtf8(opened)
  if (text === undefined) throw damaged('The content of the Bitwarden export is damaged.')
  return parseJson(text)
}

/** The salt is the base64 text as it stands; Argon2id takes its SHA-256. */
async function deriveKey(
  json: unknown,
  password: string,
  salt: Uint8Array,
  context: ReadContext,
): Promise<Uint8Array> {
  const iterations = number(own(json, 'kdfIterations')) ?? Number.NaN
  switch (own(json, 'kdfType')) {
    case PBKDF2:
      return derivePbkdf2('SHA-256', password, salt, iterations, 32, context.work)
    case ARGON2ID: {
      const m = (number(own(json, 'kdfMemory')) ?? Number.NaN) * 1024
      const p = number(own(json, 'kdfParallelism')) ?? Number.NaN
      return deriveArgon2id(password, sha256(salt), { t: iterations, m, p }, 32, context.work)
    }
    default:
      throw new TransferError(
        'too-new',
        'The Bitwarden export derives its key in a way that is not known here.',
      )
  }
}

/** `2.iv|ciphertext|mac`: AES-256-CBC and HMAC-SHA256. */
function encString(value: unknown) {
  const match = typeof value === 'string' ? /^2\.([^|]+)\|([^|]+)\|([^|]+)$/.exec(value) : undefined
  const [iv, ciphertext, mac] = (match?.slice(1) ?? []).map(decodeBase64)
  return iv?.length === 16 && ciphertext && mac ? { iv, ciphertext, mac } : undefined
}

function macFits(
  key: Uint8Array,
  { iv, ciphertext, mac }: { iv: Uint8Array; ciphertext: Uint8Array; mac: Uint8Array },
) {
  const macKey = expand(sha256, key, bytesOf('mac'), 32)
  return sameBytes(hmac.create(sha256, macKey).update(iv).update(ciphertext).digest(), mac)
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export const bitwardenCsv: Format = {
  name: 'bitwarden',
  recognises: ({ text }) =>
    text !== undefined && /^[^\n]*\bname,[^\n]*\blogin_totp\b/.test(text.slice(0, 1000)),
  read({ text = '' }) {
    const [head = [], ...rows] = readRows(text)
    const column = (row: string[], name: string) => row[head.indexOf(name)]?.trim()
    const found = new Collector()
    for (const [index, row] of rows.entries()) {
      const totp = column(row, 'login_totp')
      if (!totp) continue
      const names = { name: column(row, 'name'), username: column(row, 'login_username') }
      found.read(place('row', index + 1, names.name, names.username), () => readTotp(totp, names))
    }
    return found
  },
}
