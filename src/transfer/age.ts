/**
 * age files with a passphrase (C2SP age.md, recipient type `scrypt`), armored or binary. The library does the
 * format; the key derivation is ours, so that it reports, can be stopped and does not hold the thread.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { randomBytes } from '@noble/hashes/utils.js'
import { base64nopad } from '@scure/base'
import { armor, Decrypter, Encrypter, type Identity, type Recipient, Stanza } from 'age-encryption'
import { deriveScrypt } from './derive.ts'
import { damaged, passwordWrong, TransferError } from './error.ts'
import type { Content, Work } from './types.ts'

/** What the `age` command uses: 256 MiB, a second or so. */
const WORK_FACTOR = 18

/** A gibibyte; what the library allows, too. */
const MAX_WORK_FACTOR = 20

const ARMOR_BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----'
const BINARY_BEGIN = 'age-encryption.org/'
const LABEL = new TextEncoder().encode('age-encryption.org/v1/scrypt')
/** The key that wraps is used once: age's nonce is all zeros. */
const NONCE = new Uint8Array(12)

export function isAge(content: Content): boolean {
  if (content.text?.trimStart().startsWith(ARMOR_BEGIN)) return true
  const begin = new TextDecoder('latin1').decode(content.bytes.subarray(0, BINARY_BEGIN.length))
  return begin === BINARY_BEGIN
}

/** Encrypts `plaintext` so that `age -d` opens it with the passphrase; armored, with a final newline. */
export async function encryptAge(plaintext: string, passphrase: string, work: Work = {}): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(passphraseRecipient(passphrase, work))
  return armor.encode(await encrypter.encrypt(plaintext))
}

/**
 * @throws TransferError `damaged`, `too-new` (another version of age), `password-needed` (by `password`),
 * `password-wrong`, `unknown-format` (locked to a key pair, not to a passphrase)
 */
export async function decryptAge(content: Content, password: () => string, work: Work): Promise<Uint8Array> {
  let file = content.bytes
  if (content.text?.trimStart().startsWith(ARMOR_BEGIN)) {
    try {
      file = armor.decode(content.text)
    } catch (error) {
      throw damaged('The backup is not complete: its text is cut off or changed. Take another copy.', error)
    }
  }
  const decrypter = new Decrypter()
  decrypter.addIdentity(passphraseIdentity(password, work))
  try {
    return await decrypter.decrypt(file)
  } catch (error) {
    if (error instanceof TransferError || work.signal?.aborted) throw error
    if (error instanceof Error && error.message.startsWith('invalid version age-encryption.org/')) {
      throw new TransferError(
        'too-new',
        'This age file has a version that is not known here. Update Answerkey.',
      )
    }
    throw damaged('The age file is damaged or cut off. Take another copy.', error)
  }
}

function passphraseRecipient(passphrase: string, work: Work): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16)
      const key = await wrappingKey(passphrase, salt, WORK_FACTOR, work)
      try {
        const body = chacha20poly1305(key, NONCE).encrypt(fileKey)
        return [new Stanza(['scrypt', base64nopad.encode(salt), String(WORK_FACTOR)], body)]
      } finally {
        key.fill(0)
      }
    },
  }
}

function passphraseIdentity(password: () => string, work: Work): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = stanzas.find((candidate) => candidate.args[0] === 'scrypt')
      if (!stanza) {
        throw new TransferError(
          'unknown-format',
          'This age file is locked to a key pair, not to a passphrase. Open it with the age command first.',
        )
      }
      const [, saltText, factorText] = stanza.args
      const salt = saltText === undefined ? undefined : decodeSalt(saltText)
      // The specification: scrypt stands alone, so that nobody else can have made the file.
      if (stanzas.length !== 1 || stanza.args.length !== 3 || !salt || stanza.body.length !== 32) {
        throw damaged('The head of the age file is damaged.')
      }
      if (!/^[1-9]\d?$/.test(factorText ?? '') || Number(factorText) > MAX_WORK_FACTOR) {
        throw damaged(
          `The file asks for a scrypt work factor of ${factorText?.slice(0, 20)}; more than ${MAX_WORK_FACTOR} is refused.`,
        )
      }
      const key = await wrappingKey(password(), salt, Number(factorText), work)
      try {
        return chacha20poly1305(key, NONCE).decrypt(stanza.body)
      } catch (error) {
        throw passwordWrong(error)
      } finally {
        key.fill(0)
      }
    },
  }
}

function wrappingKey(passphrase: string, salt: Uint8Array, factor: number, work: Work): Promise<Uint8Array> {
  const labelled = new Uint8Array([...LABEL, ...salt])
  return deriveScrypt(passphrase, labelled, { N: 2 ** factor, r: 8, p: 1 }, 32, work)
}

function decodeSalt(text: string): Uint8Array | undefined {
  try {
    const salt = base64nopad.decode(text)
    return salt.length === 16 ? salt : undefined
  } catch {
    return undefined
  }
}
