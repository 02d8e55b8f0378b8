/** What an import changes: which keys are new, which differ, which are there already. */
import { ProtocolError } from '../protocol/index.ts'
import { VaultError } from './errors.ts'
import { type CheckedKey, checkKey, identityOf, type KeyInfo, merged } from './key-info.ts'
import type { Opened } from './opened.ts'
import type { KeyRow } from './schema.ts'
import { newId } from './seal.ts'
import type { NewKey } from './types.ts'

type OpenedKey = Opened<KeyRow, KeyInfo>

/** One key of many. @throws VaultError `key-invalid`, with its place and the reason's code */
export function checkNumbered(key: NewKey, at: number): CheckedKey {
  try {
    return checkKey(key)
  } catch (error) {
    if (!(error instanceof ProtocolError) && !(error instanceof VaultError)) throw error
    throw new VaultError(
      'key-invalid',
      `Nothing was imported. Key number ${at + 1} cannot be used: ${error.message}`,
      { at, code: error.code },
      error,
    )
  }
}

export function infoOf(checked: CheckedKey, now: number, place: number): KeyInfo {
  const { issuer, account } = checked
  return { ...checked, enrolledAs: { issuer, account }, createdAt: now, lastUsedAt: null, place }
}

/** By what they are called now, and else by what they were called when they came. */
export function byIdentity(byId: Map<string, OpenedKey>): Map<string, OpenedKey> {
  const found = new Map<string, OpenedKey>()
  for (const key of byId.values()) found.set(identityOf(key.content.secretId, key.content.enrolledAs), key)
  for (const key of byId.values()) found.set(identityOf(key.content.secretId, key.content), key)
  return found
}

interface Plan {
  /** What is to be written, by id. */
  infos: Map<string, KeyInfo>
  /** Of new keys, and of those whose secret can no longer be read. */
  secrets: Map<string, Uint8Array>
  /** In the order of the keys. */
  statuses: ('new' | 'changed' | 'equal')[]
}

/** @param unreadable keys whose secret has to be written again */
export function planOf(
  byId: Map<string, OpenedKey>,
  unreadable: Set<string>,
  keys: NewKey[],
  checked: CheckedKey[],
  now: number,
  places: number,
): Plan {
  const plan: Plan = { infos: new Map(), secrets: new Map(), statuses: [] }
  const known = new Map([...byIdentity(byId)].map(([identity, { row }]) => [identity, row.id]))
  for (const [at, key] of keys.entries()) {
    const one = checked[at]
    if (!one) continue
    const identity = identityOf(one.secretId, one)
    const id = known.get(identity) ?? newId()
    const present = plan.infos.get(id) ?? byId.get(id)?.content
    const info = present ? merged(present, key, one) : infoOf(one, now, places + at)
    const lacksSecret = !present || (unreadable.has(id) && !plan.secrets.has(id))
    known.set(identity, id)
    if (info !== present || lacksSecret) plan.infos.set(id, info)
    if (lacksSecret) plan.secrets.set(id, key.secret)
    plan.statuses.push(!present ? 'new' : info !== present || lacksSecret ? 'changed' : 'equal')
  }
  return plan
}

export function countsOf(statuses: Plan['statuses']): { added: number; updated: number; equal: number } {
  const count = (status: Plan['statuses'][number]) => statuses.filter((each) => each === status).length
  return { added: count('new'), updated: count('changed'), equal: count('equal') }
}
