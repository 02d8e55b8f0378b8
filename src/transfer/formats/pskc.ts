/**
 * PSKC, the Portable Symmetric Key Container: how vendors ship HOTP, TOTP and OCRA tokens.
 * Source: RFC 6030; draft-hoyer-keyprov-pskc-algorithm-profiles-01 (TOTP, OCRA); what LinOTP
 * (linotp/lib/ImportOTP/PSKC.py), privacyIDEA (privacyidea/lib/importotp.py) and OATH Toolkit (libpskc) write and
 * take beyond them; XML Encryption 1.1 §5.2 (padding), §5.6 (key wrap).
 */
import { aeskw, cbc } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { sameBytes } from '../ciphers.ts'
import { type Candidate, Collector, EntryError, keyFrom, place } from '../collector.ts'
import { derivePbkdf2 } from '../derive.ts'
import { decodeBase64, decodeHex } from '../encoding.ts'
import { damaged, passwordWrong, TransferError } from '../error.ts'
import type { Format, ReadContext } from '../types.ts'
import { attribute, child, children, parseXml, textOf } from '../xml.ts'

const ROOT = /<(?:[\w.-]+:)?KeyContainer[\s>]/

export const pskc: Format = {
  name: 'pskc',
  recognises: ({ text }) => text !== undefined && /^\s*</.test(text) && ROOT.test(text),
  async read({ text = '' }, context) {
    const found = new Collector()
    const container = child(parseXml(closed(text.trim(), found)), 'KeyContainer')
    const version = attribute(container, 'Version') ?? '1.0'
    if (!/^1(?:\.0)?$/.test(version)) {
      throw new TransferError(
        'too-new',
        `The key container has version ${version.slice(0, 20)}; 1.0 is known here.`,
      )
    }
    const packages = [...children(container, 'KeyPackage'), ...children(container, 'Device')]
    const opener = await openerFor(container, packages, context)
    for (const [index, keyPackage] of packages.entries()) {
      for (const key of children(keyPackage, 'Key')) {
        const names = namesOf(keyPackage, key)
        found.read(place('key', index, names.issuer, names.account), () =>
          keyFrom({ ...names, ...readKey(key, opener) }),
        )
      }
    }
    // No MAC fits at all, and nothing else speaks for the key: it is the password, not the file.
    if (opener.mistaken > 0 && opener.opened === 0 && !opener.keyFits) throw passwordWrong()
    for (const { where, code, reason } of opener.remarks) found.problem(where, code, reason)
    return found
  },
}

/** privacyIDEA's own sample lacks the last closing tag: read what is there, and say so. */
function closed(text: string, found: Collector): string {
  const open = /<((?:[\w.-]+:)?KeyContainer)[\s>]/.exec(text)?.[1]
  if (open === undefined || text.includes(`</${open}`) || !/<\/(?:[\w.-]+:)?KeyPackage\s*>\s*$/.test(text))
    return text
  const reason = 'The file ends without its closing tag: keys may be missing at the end.'
  found.problem('end of the file', 'part-missing', reason)
  return `${text}</${open}>`
}

function namesOf(keyPackage: unknown, key: unknown): { issuer: unknown; account: unknown } {
  const device = child(keyPackage, 'DeviceInfo') ?? child(keyPackage, 'DeviceId')
  return {
    issuer: textOf(child(key, 'Issuer')) ?? textOf(child(device, 'Manufacturer')),
    account:
      textOf(child(device, 'SerialNo')) ??
      textOf(child(key, 'UserId')) ??
      attribute(key, 'Id') ??
      attribute(key, 'KeyId'),
  }
}

function readKey(key: unknown, opener: Opener): Candidate {
  const algorithm = attribute(key, 'Algorithm') ?? attribute(key, 'KeyAlgorithm')
  if (algorithm === undefined) {
    throw new EntryError('kind-unsupported', 'The key does not say for which kind of codes it is.')
  }
  const [profile = '', ...rest] = algorithm.replace(/^.*(?:keyprov:pskc[:#]|#)/, '').split(':')
  const parameters = child(key, 'AlgorithmParameters') ?? child(key, 'Usage')
  const suite = textOf(child(parameters, 'Suite'))
  const data = child(key, 'Data')
  checkResponse(child(parameters, 'ResponseFormat'))
  const common = {
    secret: opener.open(child(data, 'Secret')),
    counter: numberOf(child(data, 'Counter')),
  }
  if (/^ocra/i.test(profile)) {
    // The suite stands in an element of its own, or is the end of the algorithm's name.
    return {
      ...common,
      kind: 'ocra',
      suite: suite ?? (rest.length > 0 ? [profile, ...rest].join(':') : undefined),
    }
  }
  return {
    ...common,
    kind: /^(?:hotp|totp)$/i.test(profile) ? profile : algorithm,
    // `HMAC-SHA256`, or privacyIDEA's <Suite hashalgo="sha256"/>.
    algorithm: suite ?? attribute(child(parameters, 'Suite'), 'hashalgo'),
    digits: attribute(child(parameters, 'ResponseFormat'), 'Length'),
    period: numberOf(child(data, 'TimeInterval')),
  }
}

function checkResponse(format: unknown): void {
  const encoding = attribute(format, 'Encoding') ?? attribute(format, 'Format')
  if (encoding !== undefined && encoding !== 'DECIMAL') {
    const reason = `Answers written as ${encoding.slice(0, 20)} are not made here, only decimal ones.`
    throw new EntryError('response-format', reason)
  }
  if (/^(?:true|1)$/.test(attribute(format, 'CheckDigits') ?? attribute(format, 'CheckDigit') ?? '')) {
    throw new EntryError('response-format', 'Answers with a check digit behind them are not made here.')
  }
}

function numberOf(element: unknown): unknown {
  if (child(element, 'EncryptedValue') !== undefined) {
    throw new EntryError(
      'cipher-unsupported',
      'A counter or interval of the key is encrypted, which is not read here.',
    )
  }
  return textOf(child(element, 'PlainValue'))
}

/** What decrypts the secrets of one container. */
interface Opener {
  opened: number
  mistaken: number
  /** The key left a MAC key and a secret that are padded as they should be: it is right, whatever the MACs say. */
  keyFits: boolean
  remarks: { where: string; code: 'mac-missing'; reason: string }[]
  /** @throws EntryError */
  open(secret: unknown): Uint8Array | undefined
}

async function openerFor(container: unknown, packages: unknown[], context: ReadContext): Promise<Opener> {
  const encrypted = packages
    .flatMap((keyPackage) => children(keyPackage, 'Key'))
    .map((key) => child(key, 'Data', 'Secret', 'EncryptedValue'))
    .filter((value) => value !== undefined)
  const opener: Opener = { opened: 0, mistaken: 0, keyFits: false, remarks: [], open: readPlain }
  const refuse = (error: EntryError) => {
    opener.open = (secret) => {
      if (child(secret, 'EncryptedValue') === undefined) return readPlain(secret)
      throw error
    }
    return opener
  }
  if (encrypted.length === 0) return opener
  const method = child(container, 'EncryptionKey')
  if (child(method, 'X509Data') !== undefined || child(method, 'KeyValue') !== undefined) {
    const reason = 'The secret is encrypted for a certificate; only its owner can open it.'
    return refuse(new EntryError('secret-encrypted', reason))
  }
  try {
    const cipher = cipherOf(encrypted[0])
    const key = await containerKey(method, cipher.bits / 8, context)
    const mac = macOf(child(container, 'MACMethod'), key)
    opener.open = (secret) => openSecret(secret, key, mac, opener)
    if (!mac && !cipher.wrap) {
      const reason =
        'The file has no MAC: a change of its secrets would not be noticed. Compare an answer with the server.'
      opener.remarks.push({ where: 'the file', code: 'mac-missing', reason })
    }
    return opener
  } catch (error) {
    if (error instanceof EntryError) return refuse(error)
    throw error
  }
}

function openSecret(
  secret: unknown,
  key: Uint8Array,
  mac: Mac | undefined,
  opener: Opener,
): Uint8Array | undefined {
  const value = child(secret, 'EncryptedValue')
  if (value === undefined) return readPlain(secret)
  const sealed = cipherValue(value)
  if (!sealed) throw new EntryError('secret-missing', 'The encrypted secret is missing.')
  const opened = decrypt(cipherOf(value), key, sealed)
  const wanted = decodeBase64(textOf(child(secret, 'ValueMAC')) ?? '')
  if (opened && mac?.keyIsPadded && opened.isPadded) opener.keyFits = true
  // Without a MAC the padding has to speak for the key. Drafts of the standard made the MAC over the plain secret.
  const good =
    mac && wanted?.length
      ? sameBytes(mac.over(sealed), wanted) || (opened && sameBytes(mac.over(opened.bytes), wanted))
      : opened?.isPadded
  if (opened && good) {
    opener.opened++
    return opened.bytes
  }
  opener.mistaken++
  throw new EntryError(
    'mac-wrong',
    'The MAC of the secret does not fit: the secret was changed, or is damaged.',
  )
}

function readPlain(secret: unknown): Uint8Array | undefined {
  const text = textOf(child(secret, 'PlainValue'))
  if (text === undefined) return undefined
  const bytes = decodeBase64(text)
  if (!bytes) throw new EntryError('secret-malformed', 'The secret is not written in base64.')
  return bytes
}

/** The pre-shared key, typed in hex, or the key that PBKDF2 makes of a passphrase (RFC 6030 §6.2). */
async function containerKey(method: unknown, length: number, context: ReadContext): Promise<Uint8Array> {
  const derivation = child(method, 'DerivedKey', 'KeyDerivationMethod')
  if (derivation === undefined) {
    const key = decodeHex(
      context.password('The keys are encrypted. Enter the pre-shared key, in hexadecimal digits.'),
    )
    if (key?.length === length) return key
    throw new TransferError(
      'password-wrong',
      `The pre-shared key of this file is ${length * 2} hexadecimal digits. Check it and try again.`,
    )
  }
  const algorithm = attribute(derivation, 'Algorithm') ?? ''
  const parameters = child(derivation, 'PBKDF2-params')
  const salt = decodeBase64(textOf(child(parameters, 'Salt', 'Specified')) ?? '')
  const iterations = Number(textOf(child(parameters, 'IterationCount')))
  const given = Number(textOf(child(parameters, 'KeyLength')) ?? length)
  if (!/pbkdf2$/i.test(algorithm) || !salt?.length)
    throw damaged('The key derivation of the file is not PBKDF2.')
  // Bytes, by the standard; some write bits.
  if (given !== length && given !== length * 8)
    throw damaged('The key derivation of the file does not fit its cipher.')
  const prf = attribute(child(parameters, 'PRF'), 'Algorithm') ?? 'hmac-sha1'
  const hash = /sha-?(1|256|512)$/i.exec(prf)?.[1] as '1' | '256' | '512' | undefined
  if (!hash) throw damaged('The key derivation of the file uses a hash that is not known here.')
  const password = context.password('The keys are encrypted. Enter the passphrase of the file.')
  return derivePbkdf2(`SHA-${hash}`, password, salt, iterations, length, context.work)
}

const hashes = { sha1, sha224, sha256, sha384, sha512 }

interface Mac {
  over(data: Uint8Array): Uint8Array
  keyIsPadded: boolean
}

/** The MAC that the container names; its key is encrypted like the secrets, or is the same (RFC 6030 §6.1.1). */
function macOf(method: unknown, key: Uint8Array): Mac | undefined {
  if (method === undefined) return undefined
  const name = /hmac-(sha\d+)$/i.exec(attribute(method, 'Algorithm') ?? '')?.[1]?.toLowerCase() ?? ''
  const hash = Object.hasOwn(hashes, name) ? hashes[name as keyof typeof hashes] : undefined
  if (!hash)
    throw new EntryError(
      'cipher-unsupported',
      'The secrets are authenticated in a way that is not known here.',
    )
  const holder = child(method, 'MACKey')
  if (holder === undefined) return { over: (data) => hmac(hash, key, data), keyIsPadded: false }
  const sealed = cipherValue(holder)
  const opened = sealed && decrypt(cipherOf(holder), key, sealed)
  if (!opened) throw passwordWrong()
  return { over: (data) => hmac(hash, opened.bytes, data), keyIsPadded: opened.isPadded }
}

interface Cipher {
  bits: number
  /** RFC 3394's key wrap, else CBC. */
  wrap: boolean
}

/** @throws EntryError `cipher-unsupported` */
function cipherOf(value: unknown): Cipher {
  const algorithm = attribute(child(value, 'EncryptionMethod'), 'Algorithm') ?? ''
  const name = algorithm.replace(/^.*#/, '').toLowerCase()
  const bits = /^(?:kw-aes(128|192|256)|aes(128|192|256)-cbc)$/.exec(name)?.slice(1).find(Boolean)
  if (bits !== undefined) return { bits: Number(bits), wrap: name.startsWith('kw-') }
  const shown = name.slice(0, 40) || 'unnamed'
  throw new EntryError(
    'cipher-unsupported',
    `The secret is encrypted with a cipher (${shown}) that is not read here.`,
  )
}

function cipherValue(value: unknown): Uint8Array | undefined {
  const bytes = decodeBase64(textOf(child(value, 'CipherData', 'CipherValue')) ?? '')
  return bytes && bytes.length > 0 ? bytes : undefined
}

/** Undefined where the key cannot be the right one. */
function decrypt(
  { bits, wrap }: Cipher,
  key: Uint8Array,
  sealed: Uint8Array,
): { bytes: Uint8Array; isPadded: boolean } | undefined {
  if (key.length * 8 !== bits) return undefined
  try {
    if (wrap) return { bytes: aeskw(key).decrypt(sealed), isPadded: true }
    if (sealed.length < 32 || sealed.length % 16 !== 0) return undefined
    const padded = cbc(key, sealed.slice(0, 16), { disablePadding: true }).decrypt(sealed.slice(16))
    return unpad(padded)
  } catch {
    return undefined
  }
}

/**
 * XML Encryption pads with a count and anything before it, most write the count everywhere, and LinOTP's vendors
 * left whole blocks unpadded.
 */
function unpad(padded: Uint8Array): { bytes: Uint8Array; isPadded: boolean } {
  const count = padded.at(-1) ?? 0
  if (count < 1 || count > 16 || count >= padded.length) return { bytes: padded, isPadded: false }
  const isPadded = padded.subarray(-count).every((byte) => byte === count)
  return { bytes: padded.slice(0, -count), isPadded }
}
