/**
 * 2FAS Authenticator's backup file, schemas 1 to 4, plain or encrypted.
 * Source: twofas/2fas-android, data/services/…/BackupContent.kt and core/cipher/…/backup; twofas/2fas-ios,
 * TwoFAS/Data/MainRepository/DataTypes/ExchangeData2.swift.
 */
import { decryptAesGcm } from '../ciphers.ts'
import { Collector, EntryError, keyFrom } from '../collector.ts'
import { own, parseJson } from '../content.ts'
import { derivePbkdf2 } from '../derive.ts'
import { decodeBase64, decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import { place } from '../place.ts'
import type { Format, ReadContext } from '../types.ts'

const SCHEMA = 4
const ITERATIONS = 10_000

export const twofas: Format = {
  name: '2fas',
  recognises: ({ json }) =>
    typeof own(json, 'schemaVersion') === 'number' &&
    (own(json, 'services') !== undefined || own(json, 'servicesEncrypted') !== undefined),
  async read({ json }, context) {
    const schema = own(json, 'schemaVersion')
    if (typeof schema === 'number' && schema > SCHEMA) {
      throw new TransferError(
        'too-new',
        `The 2FAS file has schema ${schema}; ${SCHEMA} is the last known here.`,
      )
    }
    const encrypted = own(json, 'servicesEncrypted')
    const services =
      typeof encrypted === 'string' && encrypted !== ''
        ? await decrypt(encrypted, context)
        : own(json, 'services')
    if (!Array.isArray(services)) throw damaged('The 2FAS file has no list of services.')
    const found = new Collector()
    for (const [index, service] of services.entries()) {
      found.read(place('service', index, own(service, 'name'), own(own(service, 'otp'), 'account')), () =>
        readService(service),
      )
    }
    return found
  },
}

function readService(service: unknown) {
  const otp = own(service, 'otp')
  if (otp === undefined) throw new EntryError('entry-malformed', 'The service has no code settings.')
  return keyFrom({
    kind: own(otp, 'tokenType'),
    issuer: own(otp, 'issuer') || own(service, 'name'),
    account: own(otp, 'account') || own(otp, 'label'),
    secret: own(service, 'secret'),
    algorithm: own(otp, 'algorithm'),
    digits: own(otp, 'digits'),
    period: own(otp, 'period'),
    counter: own(otp, 'counter'),
  })
}

/** `ciphertext:salt:nonce:…`, each in base64; PBKDF2 with SHA-256, then AES-256-GCM. */
async function decrypt(text: string, context: ReadContext): Promise<unknown> {
  const [ciphertext, salt, nonce] = text.split(':', 3).map(decodeBase64)
  if (!ciphertext?.length || !salt?.length || !nonce?.length) {
    throw damaged('The encrypted part of the 2FAS file is damaged.')
  }
  const key = await derivePbkdf2('SHA-256', context.password(), salt, ITERATIONS, 32, context.work)
  const opened = await decryptAesGcm(key, nonce, ciphertext)
  if (!opened) throw passwordWrong()
  const plain = decodeUtf8(opened)
  if (plain === undefined) throw damaged('The 2FAS file holds no text.')
  return parseJson(plain)
}
