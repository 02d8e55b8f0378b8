/**
 * Proton Authenticator's export, plain or protected by a password.
 * Source: protonpass/proton-pass-common, proton-authenticator/src/entry/exporter.rs and password_exporter.rs.
 */
import { decryptAesGcm } from '../ciphers.ts'
import { Collector, EntryError, steam } from '../collector.ts'
import { asText, own, parseJson } from '../content.ts'
import { deriveArgon2id } from '../derive.ts'
import { decodeBase64, decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import { readOtpauthLine } from '../otpauth-line.ts'
import { place } from '../place.ts'
import type { Format, ReadContext } from '../types.ts'

const VERSION = 1
const SALT_BYTES = 16
const NONCE_BYTES = 12
const ASSOCIATED = new TextEncoder().encode('proton.authenticator.export.v1')
const COST = { t: 2, m: 19 * 1024, p: 1 }

export const proton: Format = {
  name: 'proton',
  recognises: ({ json }) =>
    typeof own(json, 'version') === 'number' && (Array.isArray(own(json, 'entries')) || isSealed(json)),
  async read({ json }, context) {
    checkVersion(json)
    return readEntries(isSealed(json) ? await decrypt(json, context) : json)
  },
}

function isSealed(json: unknown): boolean {
  return typeof own(json, 'salt') === 'string' && typeof own(json, 'content') === 'string'
}

function checkVersion(json: unknown): void {
  const version = own(json, 'version')
  if (typeof version !== 'number' || version < 1) throw damaged('The Proton export does not say its version.')
  if (version > VERSION) {
    throw new TransferError('too-new', `The Proton export has version ${version}; ${VERSION} is known here.`)
  }
}

function readEntries(json: unknown) {
  checkVersion(json)
  const entries = own(json, 'entries')
  if (!Array.isArray(entries)) throw damaged('The Proton export has no list of entries.')
  const found = new Collector()
  for (const [index, entry] of entries.entries()) {
    const content = own(entry, 'content')
    const name = own(content, 'name')
    found.read(place('entry', index, name), () => {
      const uri = own(content, 'uri')
      if (own(content, 'entry_type') === 'Steam') throw steam()
      if (typeof uri !== 'string') throw new EntryError('entry-malformed', 'The entry has no URI.')
      const key = readOtpauthLine(uri)
      return key.account === '' && typeof name === 'string' && name !== key.issuer
        ? { ...key, account: name.trim() }
        : key
    })
  }
  return found
}

/** Argon2id with fixed costs, then AES-256-GCM: `nonce (12) ‖ ciphertext ‖ tag`. */
async function decrypt(json: unknown, context: ReadContext): Promise<unknown> {
  const salt = decodeBase64(asText(own(json, 'salt')))
  const sealed = decodeBase64(asText(own(json, 'content')))
  if (salt?.length !== SALT_BYTES || !sealed || sealed.length <= NONCE_BYTES) {
    throw damaged('The encrypted part of the Proton export is damaged.')
  }
  const key = await deriveArgon2id(context.password(), salt, COST, 32, context.work)
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const opened = await decryptAesGcm(key, nonce, sealed.subarray(NONCE_BYTES), ASSOCIATED)
  if (!opened) throw passwordWrong()
  const text = decodeUtf8(opened)
  if (text === undefined) throw damaged('The Proton export holds no text.')
  return parseJson(text)
}
