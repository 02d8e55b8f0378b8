/** Argon2id, RFC 9106: a password's way to a key, at a price. */
import { argon2idAsync } from '@noble/hashes/argon2.js'
import { VaultError } from './errors.ts'
import type { Bytes } from './schema.ts'

/** Memory in KiB, passes, lanes. */
export interface Argon2Cost {
  m: number
  t: number
  p: number
}

/** RFC 9106 §4 (second recommended option) with one lane: there is one thread to run it. */
export const DEFAULT_COST: Argon2Cost = { m: 65_536, t: 3, p: 1 }

export const SALT_BYTES = 16

/** Above this it would take minutes, or more memory than a browser gives: no vault of ours asks for it. */
const MOST = { m: 1_048_576, t: 32, p: 16, work: 4 * 1_048_576 }

/** @throws VaultError `slot-damaged` where the parameters lie outside of what is ever used */
export function checkCost({ m, t, p }: Argon2Cost): void {
  const whole = [m, t, p].every(Number.isInteger)
  if (
    whole &&
    t >= 1 &&
    p >= 1 &&
    m >= 8 * p &&
    m <= MOST.m &&
    t <= MOST.t &&
    p <= MOST.p &&
    m * t <= MOST.work
  ) {
    return
  }
  throw new VaultError(
    'slot-damaged',
    'The settings of the password are damaged: they ask for a computation that no vault of Answerkey uses.',
  )
}

/** What the cost should be raised to; undefined where it is enough. */
export function raisedCost(stored: Argon2Cost, wanted: Argon2Cost): Argon2Cost | undefined {
  if (stored.m >= wanted.m && stored.t >= wanted.t) return undefined
  return { m: Math.max(stored.m, wanted.m), t: Math.max(stored.t, wanted.t), p: wanted.p }
}

/**
 * 32 bytes from a password, without blocking whoever else uses the thread. The password is taken in Unicode's
 * form NFC (RFC 8265 §4.2), for keyboards differ in how they compose letters.
 * @throws VaultError `slot-damaged`
 */
export async function derive(password: string, salt: Bytes, cost: Argon2Cost): Promise<Bytes> {
  checkCost(cost)
  const bytes = new TextEncoder().encode(password.normalize('NFC'))
  try {
    const { m, t, p } = cost
    return new Uint8Array(await argon2idAsync(bytes, salt, { m, t, p, dkLen: 32 }))
  } finally {
    bytes.fill(0)
  }
}
