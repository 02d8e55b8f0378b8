/**
 * Sealed records: AES-256-GCM (NIST SP 800-38D) with a fresh nonce each time, and with the store's name, the
 * record's id and the format's version as associated data, so that no record can stand in for another one.
 *
 * Layout: one byte version, 12 bytes nonce, ciphertext and tag. The plaintext is JSON filled up with spaces to
 * a multiple of 64 bytes, so that its length tells little.
 */
import { base64urlnopad } from '@scure/base'
import type { Bytes, SealedStore } from './schema.ts'

const SEAL_VERSION = 1
const NONCE_BYTES = 12
const BLOCK = 64

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The bytes are not what was sealed here: another key, another record, or damage. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken'
}

/** The data key, ready for use; its bytes are not held here. */
export interface Box {
  readonly dataKeyId: string
  seal(store: SealedStore, id: string, content: unknown): Promise<Bytes>
  /** @throws SealBroken */
  open(store: SealedStore, id: string, sealed: Bytes): Promise<unknown>
  /** A name for `parts` that tells nothing about them to whoever lacks the data key. */
  lookup(...parts: string[]): Promise<string>
}

/**
 * Two keys are derived from the data key (HKDF, RFC 5869): one encrypts records, one names them.
 * @param raw 32 bytes; the caller wipes them
 */
export async function openBox(dataKeyId: string, raw: Bytes): Promise<Box> {
  const base = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
  const derive = (
    purpose: string,
    kind: AesKeyGenParams | HmacKeyGenParams,
    usages: KeyUsage[],
  ): Promise<CryptoKey> =>
    crypto.subtle.deriveKey(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode(purpose) },
      base,
      kind,
      false,
      usages,
    )
  const [records, names] = await Promise.all([
    derive('answerkey records 1', { name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']),
    derive('answerkey names 1', { name: 'HMAC', hash: 'SHA-256', length: 256 }, ['sign']),
  ])
  return {
    dataKeyId,
    seal: (store, id, content) => encrypt(records, `${store}|${id}`, padded(JSON.stringify(content))),
    async open(store, id, sealed) {
      const plain = await decrypt(records, `${store}|${id}`, sealed)
      try {
        return JSON.parse(decoder.decode(plain)) as unknown
      } catch (error) {
        throw new SealBroken('What was sealed is not JSON.', { cause: error })
      }
    },
    async lookup(...parts) {
      const mac = await crypto.subtle.sign('HMAC', names, encoder.encode(JSON.stringify(parts)))
      return base64urlnopad.encode(new Uint8Array(mac, 0, 24))
    },
  }
}

/** Encrypts `plain` for one place, and wipes it. */
export async function encrypt(key: CryptoKey, place: string, plain: Bytes): Promise<Bytes> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  try {
    const data = await crypto.subtle.encrypt(gcm(nonce, place, SEAL_VERSION), key, plain)
    const sealed = new Uint8Array(1 + NONCE_BYTES + data.byteLength)
    sealed[0] = SEAL_VERSION
    sealed.set(nonce, 1)
    sealed.set(new Uint8Array(data), 1 + NONCE_BYTES)
    return sealed
  } finally {
    plain.fill(0)
  }
}

/** @throws SealBroken */
export async function decrypt(key: CryptoKey, place: string, sealed: Bytes): Promise<Bytes> {
  const version = sealed[0]
  if (version !== SEAL_VERSION) throw new SealBroken(`Sealed by version ${version}.`)
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  try {
    const plain = await crypto.subtle.decrypt(
      gcm(nonce, place, version),
      key,
      sealed.subarray(1 + NONCE_BYTES),
    )
    return new Uint8Array(plain)
  } catch (error) {
    throw new SealBroken('The record does not decrypt.', { cause: error })
  }
}

function gcm(iv: Bytes, place: string, version: number): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(`${place}|${version}`) }
}

function padded(json: string): Bytes {
  const bytes = encoder.encode(json)
  const whole = new Uint8Array(Math.ceil(bytes.length / BLOCK) * BLOCK).fill(0x20)
  whole.set(bytes)
  bytes.fill(0)
  return whole
}

/** A random name: 128 bits. */
export const newId = (): string => base64urlnopad.encode(crypto.getRandomValues(new Uint8Array(16)))
