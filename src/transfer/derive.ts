/** Keys from passwords. Every cost that a file asks for is checked before a byte of it is spent. */
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { damaged } from './error.ts'
import type { Work } from './types.ts'

const GIB = 1024 ** 3

/** The largest costs that any program offers its users, with room: above, the file is an attack. */
const MAX_MEMORY = GIB
const MAX_SCRYPT_WORK = 4 * GIB
const MAX_ARGON2_WORK = 16 * GIB
const MAX_PBKDF2_ITERATIONS = 10_000_000

interface ScryptCost {
  N: number
  r: number
  p: number
}

/**
 * scrypt (RFC 7914), in slices that let the thread breathe.
 * @throws TransferError `damaged` where the costs are out of range; the signal's reason
 */
export async function deriveScrypt(
  password: string | Uint8Array,
  salt: Uint8Array,
  cost: ScryptCost,
  length: number,
  work: Work = {},
): Promise<Uint8Array> {
  const { N, r, p } = cost
  const sane =
    isCount(N) &&
    isCount(r) &&
    isCount(p) &&
    N > 1 &&
    N <= 2 ** 30 &&
    (N & (N - 1)) === 0 &&
    r <= 64 &&
    p <= 64
  if (!sane || 128 * N * r > MAX_MEMORY || 128 * N * r * p > MAX_SCRYPT_WORK) throw tooCostly('scrypt')
  checkSalt(salt)
  // 128·r·(N + p) bytes and a little, in the library's own count.
  const maxmem = 128 * r * (N + p + 2) + 4096
  return scryptAsync(password, salt, {
    N,
    r,
    p,
    dkLen: length,
    maxmem,
    asyncTick: 50,
    onProgress: step(work),
  })
}

export interface Argon2Cost {
  /** Passes. */
  t: number
  /** Memory in KiB. */
  m: number
  /** Lanes. */
  p: number
}

/**
 * Argon2id version 0x13 (RFC 9106), in slices that let the thread breathe.
 * @throws TransferError `damaged` where the costs are out of range; the signal's reason
 */
export async function deriveArgon2id(
  password: string | Uint8Array,
  salt: Uint8Array,
  cost: Argon2Cost,
  length: number,
  work: Work = {},
): Promise<Uint8Array> {
  const { t, m, p } = cost
  const sane = isCount(t) && isCount(m) && isCount(p) && p <= 64 && m >= 8 * p && m <= MAX_MEMORY / 1024
  if (!sane || m * 1024 * t > MAX_ARGON2_WORK) throw tooCostly('Argon2')
  checkSalt(salt)
  if (salt.length < 8) throw damaged('The salt in the file is too short. The file is damaged.')
  return argon2idAsync(password, salt, {
    t,
    m,
    p,
    dkLen: length,
    maxmem: MAX_MEMORY + 1024 * 1024,
    asyncTick: 50,
    onProgress: step(work),
  })
}

/**
 * PBKDF2 (RFC 8018 §5.2), by WebCrypto: native, and not on this thread.
 * @throws TransferError `damaged` where the count is out of range; the signal's reason
 */
export async function derivePbkdf2(
  hash: 'SHA-1' | 'SHA-256' | 'SHA-512',
  password: string | Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
  work: Work = {},
): Promise<Uint8Array> {
  if (!isCount(iterations) || iterations > MAX_PBKDF2_ITERATIONS) throw tooCostly('PBKDF2')
  checkSalt(salt)
  work.signal?.throwIfAborted()
  work.onProgress?.(0)
  const bytes = typeof password === 'string' ? new TextEncoder().encode(password) : password
  const key = await crypto.subtle.importKey('raw', owned(bytes), 'PBKDF2', false, ['deriveBits'])
  const derived = crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash, salt: owned(salt), iterations },
    key,
    length * 8,
  )
  const bits = await untilAborted(derived, work.signal)
  work.onProgress?.(1)
  return new Uint8Array(bits)
}

/** WebCrypto takes no views on shared memory, and the types say so. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes)
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Called by the library a few thousand times; what it throws stops the derivation. */
function step(work: Work): (done: number) => void {
  let told = -1
  return (done) => {
    work.signal?.throwIfAborted()
    const percent = Math.floor(done * 100)
    if (percent === told) return
    told = percent
    work.onProgress?.(done)
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1
}

function checkSalt(salt: Uint8Array): void {
  if (salt.length > 1024) throw damaged('The salt in the file is too long. The file is damaged.')
}

function tooCostly(name: string) {
  return damaged(
    `The file asks for ${name} with a cost that no program offers. It is damaged, or made to exhaust this computer.`,
  )
}
