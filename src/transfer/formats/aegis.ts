/**
 * Aegis Authenticator's vault, plain or encrypted.
 * Source: beemdevelopment/Aegis, docs/vault.md.
 */
import { decryptAesGcm } from '../ciphers.ts'
import { Collector } from '../collector.ts'
import { isObject, own, parseJson } from '../content.ts'
import { deriveScrypt } from '../derive.ts'
import { decodeBase64, decodeHex, decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import { place } from '../place.ts'
import type { Format, ReadContext } from '../types.ts'

const VERSION = 1
const CONTENT_VERSION = 3
const PASSWORD_SLOT = 1

export const aegis: Format = {
  name: 'aegis',
  // A vault in plain needs no header, and some programs write none.
  recognises: ({ json }) =>
    (isObject(own(json, 'header')) && own(json, 'db') !== undefined) ||
    Array.isArray(own(own(json, 'db'), 'entries')),
  async read({ json }, context) {
    checkVersion(own(json, 'version'), VERSION)
    const db = own(json, 'db')
    return readContent(typeof db === 'string' ? await decrypt(json, db, context) : db)
  },
}

function checkVersion(version: unknown, known: number): void {
  if (typeof version !== 'number' || version < 1) throw damaged('The Aegis vault does not say its version.')
  if (version > known) {
    throw new TransferError(
      'too-new',
      `The Aegis vault has version ${version}; ${known} is the last known here.`,
    )
  }
}

function readContent(content: unknown) {
  checkVersion(own(content, 'version'), CONTENT_VERSION)
  const entries = own(content, 'entries')
  if (!Array.isArray(entries)) throw damaged('The Aegis vault has no list of entries.')
  const found = new Collector()
  for (const [index, entry] of entries.entries()) {
    const info = own(entry, 'info')
    found.add(place('entry', index, own(entry, 'issuer'), own(entry, 'name')), {
      kind: own(entry, 'type') ?? 'nothing',
      issuer: own(entry, 'issuer'),
      account: own(entry, 'name'),
      secret: own(info, 'secret'),
      algorithm: own(info, 'algo'),
      digits: own(info, 'digits'),
      period: own(info, 'period'),
      counter: own(info, 'counter'),
      pinned: own(entry, 'favorite'),
    })
  }
  return found
}

async function decrypt(json: unknown, db: string, context: ReadContext): Promise<unknown> {
  const header = own(json, 'header')
  const slots = own(header, 'slots')
  const passwordSlots = Array.isArray(slots)
    ? slots.filter((slot) => own(slot, 'type') === PASSWORD_SLOT)
    : []
  if (passwordSlots.length === 0) {
    throw damaged('No password opens this Aegis vault. Export it again, with a password.')
  }
  const ciphertext = decodeBase64(db)
  const params = gcmParams(own(header, 'params'))
  if (!ciphertext || !params) throw damaged('The head of the Aegis vault is damaged.')
  const password = context.password()
  const key = await openSlots(passwordSlots, password, context)
  const opened = await decryptAesGcm(key, params.nonce, joined(ciphertext, params.tag))
  const plain = opened && decodeUtf8(opened)
  if (plain === undefined) throw damaged('The content of the Aegis vault is damaged.')
  return parseJson(plain)
}

async function openSlots(slots: unknown[], password: string, context: ReadContext): Promise<Uint8Array> {
  for (const slot of slots.slice(0, 16)) {
    const wrapped = hex(slot, 'key')
    const salt = hex(slot, 'salt')
    const params = gcmParams(own(slot, 'key_params'))
    if (!wrapped || !salt || !params) throw damaged('A slot of the Aegis vault is damaged.')
    const cost = { N: count(slot, 'n'), r: count(slot, 'r'), p: count(slot, 'p') }
    const slotKey = await deriveScrypt(password, salt, cost, 32, context.work)
    const key = await decryptAesGcm(slotKey, params.nonce, joined(wrapped, params.tag))
    if (key) return key
  }
  throw passwordWrong()
}

function gcmParams(params: unknown): { nonce: Uint8Array; tag: Uint8Array } | undefined {
  const nonce = hex(params, 'nonce')
  const tag = hex(params, 'tag')
  return nonce && tag && tag.length === 16 ? { nonce, tag } : undefined
}

function hex(object: unknown, name: string): Uint8Array | undefined {
  const text = own(object, name)
  const bytes = typeof text === 'string' ? decodeHex(text) : undefined
  return bytes && bytes.length > 0 ? bytes : undefined
}

function count(slot: unknown, name: string): number {
  const value = own(slot, name)
  return typeof value === 'number' ? value : Number.NaN
}

function joined(ciphertext: Uint8Array, tag: Uint8Array): Uint8Array {
  const whole = new Uint8Array(ciphertext.length + tag.length)
  whole.set(ciphertext)
  whole.set(tag, ciphertext.length)
  return whole
}
