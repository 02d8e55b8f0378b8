/**
 * Stratum's (once Authenticator Pro's) backup: plain JSON, encrypted, and encrypted the old way.
 * Source: stratumauth/app, Stratum.Core/src/Backup/Encryption/StrongBackupEncryption.cs and
 * LegacyBackupEncryption.cs, Entity/Authenticator.cs, AuthenticatorType.cs, HashAlgorithm.cs.
 */
import { decryptAesCbc, decryptAesGcm } from '../ciphers.ts'
import { Collector, EntryError, keyFrom } from '../collector.ts'
import { asText, own, parseJson } from '../content.ts'
import { deriveArgon2id, derivePbkdf2 } from '../derive.ts'
import { decodeUtf8 } from '../encoding.ts'
import { damaged, passwordWrong } from '../error.ts'
import { place } from '../place.ts'
import type { Content, Format } from '../types.ts'

const STRONG = 'AUTHENTICATORPRO'
const LEGACY = 'AuthenticatorPro'
const MARK_BYTES = 16
const STRONG_COST = { t: 3, m: 65_536, p: 4 }
const LEGACY_ITERATIONS = 64_000

const kinds = new Map<unknown, string>([
  [1, 'hotp'],
  [2, 'totp'],
  [3, 'mOTP'],
  [4, 'steam'],
  [5, 'Yandex'],
])
const algorithms = ['SHA1', 'SHA256', 'SHA512']

export const stratum: Format = {
  name: 'stratum',
  recognises: ({ json }) => own(json, 'Authenticators') !== undefined,
  read: ({ json }) => readBackup(json),
}

export const stratumEncrypted: Format = {
  name: 'stratum',
  recognises: (content) => [STRONG, LEGACY].includes(markOf(content)),
  async read(content, context) {
    const sealed = content.bytes.subarray(MARK_BYTES)
    const password = context.password()
    const opened =
      markOf(content) === STRONG
        ? await decryptAesGcm(
            await deriveArgon2id(password, part(sealed, 0, 16), STRONG_COST, 32, context.work),
            part(sealed, 16, 28),
            sealed.subarray(28),
          )
        : await decryptAesCbc(
            await derivePbkdf2('SHA-1', password, part(sealed, 0, 20), LEGACY_ITERATIONS, 32, context.work),
            part(sealed, 20, 36),
            sealed.subarray(36),
          )
    // The old way has no MAC: a wrong password may pass the padding and leave noise.
    const text = opened && decodeUtf8(opened)
    if (text === undefined || !text.startsWith('{')) throw passwordWrong()
    return readBackup(parseJson(text))
  },
}

function markOf({ bytes }: Content): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, MARK_BYTES))
}

function part(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (bytes.length < to) throw damaged('The Stratum backup is cut off.')
  return bytes.subarray(from, to)
}

function readBackup(json: unknown) {
  const authenticators = own(json, 'Authenticators')
  if (!Array.isArray(authenticators)) throw damaged('The Stratum backup has no list of authenticators.')
  const found = new Collector()
  for (const [index, entry] of authenticators.entries()) {
    const names = { issuer: own(entry, 'Issuer'), account: own(entry, 'Username') }
    found.read(place('entry', index, names.issuer, names.account), () => {
      const type = own(entry, 'Type')
      const algorithm = own(entry, 'Algorithm')
      const known = algorithms[typeof algorithm === 'number' ? algorithm : 0]
      if (known === undefined)
        throw new EntryError('algorithm-unknown', 'The hash of the entry is not known.')
      return keyFrom({
        kind: kinds.get(type) ?? `number ${asText(type)}`,
        ...names,
        secret: own(entry, 'Secret'),
        algorithm: known,
        digits: own(entry, 'Digits'),
        period: own(entry, 'Period'),
        counter: own(entry, 'Counter'),
      })
    })
  }
  return found
}
