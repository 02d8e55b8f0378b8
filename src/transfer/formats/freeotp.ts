/**
 * FreeOTP 2's encrypted backup, and the preferences file in which FreeOTP 1 and FreeOTP+ keep their tokens.
 * Source: freeotp/freeotp-android, BACKUP.md, TokenPersistence.java, MasterKey.java, EncryptedKey.java, Token.java;
 * helloworld1/FreeOTPPlus, legacy/TokenPersistence.kt.
 */
import { decryptAesGcm } from '../ciphers.ts'
import { Collector, EntryError, keyFrom, number } from '../collector.ts'
import { asText, own, parseJson } from '../content.ts'
import { derivePbkdf2 } from '../derive.ts'
import { decodeByteArray } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import { isJavaMap, readJavaMap } from '../java-map.ts'
import { place } from '../place.ts'
import type { Format, ReadContext, TransferKey } from '../types.ts'
import { attribute, child, children, parseXml, textOf } from '../xml.ts'

const MASTER_KEY = 'masterKey'
const TOKEN = '-token'

export const freeotp: Format = {
  name: 'freeotp',
  recognises: ({ bytes }) => isJavaMap(bytes),
  async read({ bytes }, context) {
    const map = readJavaMap(bytes)
    const master = await masterKey(map, context)
    const found = new Collector()
    const tokens = [...map].filter(([name]) => name.endsWith(TOKEN))
    for (const [index, [name, text]] of tokens.entries()) {
      const token = jsonOf(text)
      const where = place('token', index, own(token, 'issuerExt'), own(token, 'label'))
      const secret = await unwrap(jsonOf(own(jsonOf(map.get(name.slice(0, -TOKEN.length))), 'key')), master)
      found.read(where, () => {
        if (!secret)
          throw new EntryError('secret-encrypted', 'The secret of this token could not be decrypted.')
        return readToken(token, secret)
      })
    }
    return found
  },
}

export const freeotpPreferences: Format = {
  name: 'freeotp',
  recognises: ({ text }) =>
    text !== undefined && /^\s*<\?xml[^>]*>\s*<map>/.test(text) && text.includes('tokenOrder'),
  read({ text = '' }) {
    const found = new Collector()
    for (const [index, entry] of children(child(parseXml(text.trim()), 'map'), 'string').entries()) {
      if (attribute(entry, 'name') === 'tokenOrder') continue
      const token = jsonOf(textOf(entry))
      found.read(place('token', index, own(token, 'issuerExt'), own(token, 'label')), () => {
        const secret = decodeByteArray(own(token, 'secret'))
        if (!secret) throw new EntryError('secret-malformed', 'The secret is not a list of bytes.')
        return readToken(token, secret)
      })
    }
    return found
  },
}

function readToken(token: unknown, secret: Uint8Array): TransferKey {
  return keyFrom({
    kind: own(token, 'type'),
    issuer: own(token, 'issuerExt') || own(token, 'issuerInt'),
    account: own(token, 'label'),
    secret,
    algorithm: own(token, 'algo'),
    digits: own(token, 'digits'),
    period: own(token, 'period'),
    counter: own(token, 'counter'),
  })
}

async function masterKey(map: Map<string, string>, context: ReadContext): Promise<Uint8Array> {
  const master = jsonOf(map.get(MASTER_KEY))
  const hash = /^PBKDF2withHmacSHA(1|256|512)$/i.exec(asText(own(master, 'mAlgorithm')))?.[1]
  const salt = decodeByteArray(own(master, 'mSalt'))
  const wrapped = own(master, 'mEncryptedKey')
  if (!hash || !salt || wrapped === undefined)
    throw damaged('The master key of the FreeOTP backup is damaged.')
  const iterations = number(own(master, 'mIterations')) ?? Number.NaN
  const key = await derivePbkdf2(
    `SHA-${hash as '1' | '256' | '512'}`,
    context.password(),
    salt,
    iterations,
    32,
    context.work,
  )
  const opened = await unwrap(wrapped, key)
  if (!opened) throw passwordWrong()
  return opened
}

/** AES-GCM; the nonce stands in ASN.1 (an octet string in a sequence), the name of the key is authenticated. */
async function unwrap(wrapped: unknown, key: Uint8Array): Promise<Uint8Array | undefined> {
  if (own(wrapped, 'mCipher') !== 'AES/GCM/NoPadding') return undefined
  const ciphertext = decodeByteArray(own(wrapped, 'mCipherText'))
  const parameters = decodeByteArray(own(wrapped, 'mParameters'))
  const nonce = parameters && octets(parameters)
  if (!ciphertext || !nonce) return undefined
  const name = new TextEncoder().encode(asText(own(wrapped, 'mToken')))
  return decryptAesGcm(key, nonce, ciphertext, name)
}

/** GCMParameters (RFC 5084 §3.2) in DER: `30 len 04 len nonce 02 01 10`. */
function octets(der: Uint8Array): Uint8Array | undefined {
  const at = der[0] === 0x30 ? 2 : 0
  const length = der[at + 1] ?? 0
  return der[at] === 0x04 && length > 0 && at + 2 + length <= der.length
    ? der.subarray(at + 2, at + 2 + length)
    : undefined
}

function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof TransferError) return undefined
    throw error
  }
}
