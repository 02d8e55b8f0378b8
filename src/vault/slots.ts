/** Slots: each wraps the data key for one way of unlocking. */
import { type Argon2Cost, derive, SALT_BYTES } from './argon2.ts'
import { VaultError } from './errors.ts'
import type { Bytes, SlotRow } from './schema.ts'
import { decrypt, encrypt, newId, SealBroken } from './seal.ts'
import type { SlotView } from './types.ts'

export interface DataKey {
  id: string
  /** 32 bytes. */
  raw: Bytes
}

export type NewSlot = Omit<SlotRow, 'revision'>

export const newDataKey = (): DataKey => ({ id: newId(), raw: random(32) })

export async function passwordSlot(
  dataKey: DataKey,
  password: string,
  cost: Argon2Cost,
  now: number,
): Promise<NewSlot> {
  const id = newId()
  const kdf = { name: 'argon2id' as const, m: cost.m, t: cost.t, p: cost.p, salt: random(SALT_BYTES) }
  const wrapped = await wrap(await passwordKey(password, kdf), id, dataKey)
  return { id, kind: 'password', addedAt: now, dataKeyId: dataKey.id, wrapped, kdf }
}

export async function passkeySlot(
  dataKey: DataKey,
  prf: Uint8Array,
  { label, credentialId, salt }: { label: string; credentialId: string; salt: string },
  now: number,
): Promise<NewSlot> {
  const id = newId()
  const passkey = { label, credentialId, salt, hkdfSalt: random(32) }
  const wrapped = await wrap(await passkeyKey(prf, passkey.hkdfSalt), id, dataKey)
  return { id, kind: 'passkey', addedAt: now, dataKeyId: dataKey.id, wrapped, passkey }
}

/** The key stays in the browser: nobody who reads the database through its API gets its bytes. */
export async function openSlot(dataKey: DataKey, now: number): Promise<NewSlot> {
  const id = newId()
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const wrapped = await wrap(key, id, dataKey)
  return { id, kind: 'none', addedAt: now, dataKeyId: dataKey.id, wrapped, key }
}

/** The data key; undefined where the password is another one. */
export async function unwrapByPassword(slot: SlotRow, password: string): Promise<DataKey | undefined> {
  if (!slot.kdf) throw damaged()
  return unwrap(await passwordKey(password, slot.kdf), slot)
}

/** The data key; undefined where the passkey is another one. */
export async function unwrapByPasskey(slot: SlotRow, prf: Uint8Array): Promise<DataKey | undefined> {
  if (!slot.passkey) throw damaged()
  return unwrap(await passkeyKey(prf, slot.passkey.hkdfSalt), slot)
}

/** @throws VaultError `slot-damaged` */
export async function unwrapOpen(slot: SlotRow): Promise<DataKey> {
  const dataKey = slot.key && (await unwrap(slot.key, slot))
  if (!dataKey) throw damaged()
  return dataKey
}

export function viewOf({ id, kind, addedAt, passkey }: NewSlot): SlotView {
  if (!passkey) return { id, kind, addedAt }
  const { label, credentialId, salt } = passkey
  return { id, kind, addedAt, label, credentialId, salt }
}

async function passwordKey(password: string, kdf: NonNullable<SlotRow['kdf']>): Promise<CryptoKey> {
  const bytes = await derive(password, kdf.salt, kdf)
  try {
    return await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  } finally {
    bytes.fill(0)
  }
}

/** WebAuthn gives 32 bytes made for us alone; HKDF (RFC 5869) makes them the key of this slot alone. */
async function passkeyKey(prf: Uint8Array, salt: Bytes): Promise<CryptoKey> {
  if (prf.length < 32) {
    throw new VaultError('passkey-wrong', 'The passkey gave too little to unlock with. Use the password.')
  }
  const base = await crypto.subtle.importKey('raw', new Uint8Array(prf), 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode('answerkey passkey 1') },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

// `wrapKey` refuses a data key that is not extractable, so its bytes are encrypted instead.
const wrap = (key: CryptoKey, id: string, dataKey: DataKey): Promise<Bytes> =>
  encrypt(key, `slots|${id}`, new Uint8Array(dataKey.raw))

async function unwrap(key: CryptoKey, slot: SlotRow): Promise<DataKey | undefined> {
  try {
    return { id: slot.dataKeyId, raw: await decrypt(key, `slots|${slot.id}`, slot.wrapped) }
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

const damaged = (): VaultError =>
  new VaultError('slot-damaged', 'This way to unlock the vault is damaged. Use another one, or a backup.')
