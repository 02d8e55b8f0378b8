/**
 * andOTP's backup: plain, encrypted, and encrypted the old way.
 * Source: andOTP/andOTP, Utilities/EncryptionHelper.java, Database/Entry.java, Tasks/EncryptedBackupTask.java.
 *
 * The encrypted files carry no mark. The newer ones begin with the iteration count (140,000 or more, but below
 * 160,000 by default), big-endian; the older ones are nothing but nonce, ciphertext and tag.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { decryptAesGcm } from '../ciphers.ts'
import { Collector, EntryError, keyFrom } from '../collector.ts'
import { isObject, own, parseJson } from '../content.ts'
import { derivePbkdf2 } from '../derive.ts'
import { decodeUtf8, encodeHex } from '../encoding.ts'
import { damaged, passwordWrong } from '../error.ts'
import { place } from '../place.ts'
import type { Content, Format } from '../types.ts'

const COUNT_BYTES = 4
const SALT_BYTES = 12
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What andOTP may have chosen by itself, with room for what its users may set. */
const LEAST_ITERATIONS = 1_000
const MOST_ITERATIONS = 5_000_000

export const andotp: Format = {
  name: 'andotp',
  recognises({ json }) {
    if (!Array.isArray(json) || json.length === 0) return false
    return json.some((entry) => isObject(entry) && own(entry, 'secret') !== undefined && 'type' in entry)
  },
  read: ({ json }) => readEntries(json),
}

/** Tried last: nothing but the look of random bytes speaks for it. */
export const andotpEncrypted: Format = {
  name: 'andotp',
  recognises: (content) => content.text === undefined && looksEncrypted(content),
  async read({ bytes }, context) {
    const password = context.password()
    const iterations = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
    if (
      iterations >= LEAST_ITERATIONS &&
      iterations <= MOST_ITERATIONS &&
      bytes.length > COUNT_BYTES + SALT_BYTES + NONCE_BYTES + TAG_BYTES
    ) {
      const salt = bytes.subarray(COUNT_BYTES, COUNT_BYTES + SALT_BYTES)
      const key = await derivePbkdf2('SHA-1', password, salt, iterations, 32, context.work)
      const opened = await open(key, bytes.subarray(COUNT_BYTES + SALT_BYTES))
      if (opened) return readOpened(opened)
    }
    const oldKey = sha256(new TextEncoder().encode(password))
    const opened = await open(oldKey, bytes)
    if (!opened) throw passwordWrong()
    return readOpened(opened)
  },
}

function open(key: Uint8Array, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  return decryptAesGcm(key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES))
}

function readOpened(opened: Uint8Array) {
  const text = decodeUtf8(opened)
  if (text === undefined) throw damaged('The andOTP backup holds no text.')
  return readEntries(parseJson(text))
}

function readEntries(json: unknown) {
  if (!Array.isArray(json)) throw damaged('The andOTP backup has no list of entries.')
  const found = new Collector()
  for (const [index, entry] of json.entries()) {
    const names = namesOf(entry)
    found.read(place('entry', index, names.issuer, names.account), () => {
      if (!isObject(entry)) throw new EntryError('entry-malformed', 'The entry is not an object.')
      return keyFrom({
        kind: own(entry, 'type'),
        ...names,
        secret: own(entry, 'secret'),
        algorithm: own(entry, 'algorithm'),
        digits: own(entry, 'digits'),
        period: own(entry, 'period'),
        counter: own(entry, 'counter'),
      })
    })
  }
  return found
}

/** Before issuers had a field of their own, the label held both: `Issuer - account`. */
function namesOf(entry: unknown): { issuer: unknown; account: unknown } {
  const label = own(entry, 'label')
  const issuer = own(entry, 'issuer')
  if (issuer !== undefined || typeof label !== 'string') return { issuer, account: label }
  const [first = '', ...rest] = label.split(' - ')
  return rest.length > 0 ? { issuer: first, account: rest.join(' - ') } : { issuer: '', account: label }
}

/** Beginnings of zip, PDF, ELF, gzip, bzip2, 7z, xz, SQLite, RAR, Ogg, MP3, EXE and Java's files. */
const otherFiles =
  /^(?:504b|25504446|7f454c46|1f8b|425a68|377abc|fd377a|53514c69|52617221|4f676753|494433|4d5a|aced)/

/**
 * Whether bytes look like a cipher's output: long enough, no known beginning, all values about equally often
 * (a chi-squared test that random bytes pass in all but one case in many thousands).
 */
function looksEncrypted({ bytes }: Content): boolean {
  const length = bytes.length
  if (length < NONCE_BYTES + TAG_BYTES + 2 || length > 4 * 1024 * 1024) return false
  if (otherFiles.test(encodeHex(bytes.subarray(0, 4)))) return false
  // Sixteen bins of the high and of the low four bits: enough for files of a few hundred bytes.
  const bins = new Uint32Array(32)
  for (const byte of bytes) {
    bins[byte >> 4] = (bins[byte >> 4] ?? 0) + 1
    bins[16 + (byte & 15)] = (bins[16 + (byte & 15)] ?? 0) + 1
  }
  const expected = length / 16
  const deviation = (half: Uint32Array) =>
    half.reduce((sum, found) => sum + (found - expected) ** 2 / expected, 0)
  // 15 degrees of freedom: 45 is exceeded by chance in 1 of 10,000 cases.
  return deviation(bins.subarray(0, 16)) < 45 && deviation(bins.subarray(16)) < 45
}
