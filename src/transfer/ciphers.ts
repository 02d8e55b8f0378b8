import { owned } from './derive.ts'

/**
 * AES-GCM (NIST SP 800-38D); `ciphertext` ends with the tag of 16 bytes.
 * Undefined where the tag does not fit: the key is wrong or the file is damaged, and the tag does not say which.
 */
export async function decryptAesGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  ciphertext: Uint8Array,
  associated?: Uint8Array,
): Promise<Uint8Array | undefined> {
  const algorithm = {
    name: 'AES-GCM',
    iv: owned(nonce),
    ...(associated && { additionalData: owned(associated) }),
  }
  return decrypt(key, algorithm, ciphertext)
}

/**
 * AES-CBC with PKCS #7 padding (RFC 5652 §6.3). Nothing but the padding says whether the key was right.
 * Undefined where there is none.
 */
export async function decryptAesCbc(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  return decrypt(key, { name: 'AES-CBC', iv: owned(iv) }, ciphertext)
}

async function decrypt(
  key: Uint8Array,
  algorithm: AesGcmParams | AesCbcParams,
  ciphertext: Uint8Array,
): Promise<Uint8Array | undefined> {
  const imported = await crypto.subtle.importKey('raw', owned(key), algorithm.name, false, ['decrypt'])
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, imported, owned(ciphertext)))
  } catch {
    return undefined
  }
}

/** Compares in a time that depends on the lengths alone. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let at = 0; at < a.length; at++) difference |= (a[at] ?? 0) ^ (b[at] ?? 0)
  return difference === 0
}
