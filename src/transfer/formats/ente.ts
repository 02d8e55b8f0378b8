/**
 * Ente Auth's encrypted export; the plain one is a list of `otpauth:` URIs.
 * Source: ente-io/ente, mobile/apps/auth/lib/models/export/ente.dart and …/import/encrypted_ente_import.dart;
 * libsodium, crypto_secretstream_xchacha20poly1305 (documentation, "Encrypted streams and file encryption").
 */
import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { chacha20, hchacha } from '@noble/ciphers/chacha.js'
import { u32 } from '@noble/ciphers/utils.js'
import { sameBytes } from '../ciphers.ts'
import { number } from '../collector.ts'
import { own } from '../content.ts'
import { deriveArgon2id } from '../derive.ts'
import { decodeBase64, decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import type { Format } from '../types.ts'
import { readUris } from './otpauth.ts'

const VERSION = 1
/** The constant of ChaCha20, in the words that the cipher works on. */
const SIGMA = 'expand 32-byte k'
const HEADER_BYTES = 24
const MAC_BYTES = 16

export const ente: Format = {
  name: 'ente',
  recognises: ({ json }) => own(json, 'kdfParams') !== undefined && own(json, 'encryptedData') !== undefined,
  async read({ json }, context) {
    const version = own(json, 'version')
    if (typeof version !== 'number') throw damaged('The Ente export does not say its version.')
    if (version > VERSION) {
      throw new TransferError('too-new', `The Ente export has version ${version}; ${VERSION} is known here.`)
    }
    const [salt, data, header] = [
      own(own(json, 'kdfParams'), 'salt'),
      own(json, 'encryptedData'),
      own(json, 'encryptionNonce'),
    ].map((value) => (typeof value === 'string' ? decodeBase64(value) : undefined))
    if (!salt || !data || header?.length !== HEADER_BYTES || data.length <= MAC_BYTES) {
      throw damaged('The encrypted part of the Ente export is damaged.')
    }
    const password = context.password()
    // libsodium counts memory in bytes and always takes one lane.
    const m = Math.floor((number(own(own(json, 'kdfParams'), 'memLimit')) ?? Number.NaN) / 1024)
    const t = number(own(own(json, 'kdfParams'), 'opsLimit')) ?? Number.NaN
    const key = await deriveArgon2id(password, salt, { t, m, p: 1 }, 32, context.work)
    const opened = openSecretStream(key, header, data)
    if (!opened) throw passwordWrong()
    const text = decodeUtf8(opened)
    if (text === undefined) throw damaged('The Ente export holds no text.')
    return { ...(await readUris(text, context)), format: 'ente' }
  },
}

/** The one message of a secretstream: `encrypted tag (1) ‖ ciphertext ‖ MAC (16)`. Undefined where the MAC does not fit. */
function openSecretStream(key: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  const streamKey = new Uint8Array(32)
  hchacha(words(new TextEncoder().encode(SIGMA)), words(key), words(header.subarray(0, 16)), u32(streamKey))
  // The nonce is a counter that begins with one, and the second part of the header.
  const nonce = new Uint8Array(12)
  nonce[0] = 1
  nonce.set(header.subarray(16), 4)
  const ciphertext = sealed.subarray(1, sealed.length - MAC_BYTES)
  const block = chacha20(streamKey, nonce, new Uint8Array(64), undefined, 1)
  block[0] = sealed[0] ?? 0
  // libsodium pads by the rest of the length itself, not by what is missing to sixteen.
  const authenticated = new Uint8Array(64 + ciphertext.length + (ciphertext.length % 16) + 16)
  authenticated.set(block)
  authenticated.set(ciphertext, 64)
  const lengths = new DataView(authenticated.buffer, authenticated.length - 16)
  lengths.setBigUint64(8, BigInt(64 + ciphertext.length), true)
  const macKey = chacha20(streamKey, nonce, new Uint8Array(32))
  if (!sameBytes(poly1305(authenticated, macKey), sealed.subarray(sealed.length - MAC_BYTES)))
    return undefined
  return chacha20(streamKey, nonce, ciphertext, undefined, 2)
}

/** A copy, for the view needs the alignment of its words. */
function words(bytes: Uint8Array): Uint32Array {
  return u32(new Uint8Array(bytes))
}
