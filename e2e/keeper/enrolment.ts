import { randomBytes } from 'node:crypto'
import {
  DEFAULT_PAYMENT_SUITE,
  DEFAULT_SUITE,
  formatOtpauth,
  formatSecret,
  parseSecret,
} from '../../src/protocol/index.ts'
import type { Account } from './accounts.ts'
import type { Core } from './core.ts'
import { Refusal } from './refusal.ts'
import { settingsOf } from './settings.ts'
import type { Origins } from './visit.ts'

const SECRET_BYTES = 32

/**
 * Makes a new key for an account and hands it to the verifier. It confirms nothing until it has answered once.
 * Throws `key-present` when a key has done so already.
 */
export async function offerKey(core: Core, wmid: string): Promise<void> {
  const settings = await settingsOf(core.store, wmid)
  if (settings.keyState === 'ready') throw new Refusal('key-present')
  const secret = new Uint8Array(randomBytes(SECRET_BYTES))
  const text = formatSecret(secret)
  await core.verifier.enrol(wmid, { secret, suite: DEFAULT_SUITE, paymentSuite: DEFAULT_PAYMENT_SUITE })
  await core.store.query(`UPDATE settings SET key_state = 'offered', offered_secret = $2 WHERE wmid = $1`, [
    wmid,
    text,
  ])
}

/** The link that hands an offered key over to the user's client. */
export const keyUri = (account: Account, secret: string, origins: Origins): string =>
  formatOtpauth({
    kind: 'ocra',
    issuer: 'Keeper',
    account: account.email,
    secret: parseSecret(secret),
    algorithm: 'SHA256',
    digits: 7,
    suite: DEFAULT_SUITE,
    paymentSuite: DEFAULT_PAYMENT_SUITE,
    origins: [...new Set([origins.main, origins.frame])],
  })

/** Takes the key away; only while confirmation is off, so that nobody shuts the owner out or the guard down. */
export async function removeKey(core: Core, wmid: string): Promise<void> {
  const settings = await settingsOf(core.store, wmid)
  if (settings.confirmation && settings.keyState === 'ready') throw new Refusal('key-present')
  await core.verifier.revoke(wmid)
  await core.store.query(`UPDATE settings SET key_state = 'none', offered_secret = NULL WHERE wmid = $1`, [
    wmid,
  ])
}
