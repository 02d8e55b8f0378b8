/** What is sealed of a key besides its secret, and how it is made from what comes in. */
import { sha256 } from '@noble/hashes/sha2.js'
import { base64urlnopad } from '@scure/base'
import { checkEnrolment, hasBidiControl, ProtocolError, parseOrigin, parseSuite } from '../protocol/index.ts'
import { VaultError } from './errors.ts'
import type { KeyRecord, NewKey } from './types.ts'

export interface KeyInfo extends Omit<KeyRecord, 'id' | 'needs'> {
  /** Tells two secrets apart, within the seal. */
  secretId: string
  /** What it was called when it came: an older backup names it so, whatever the user made of it since. */
  enrolledAs: { issuer: string; account: string }
  /** Its place among keys that came at the same instant. */
  place: number
}

/** A key that passed every check, apart from its secret. */
export type CheckedKey = Omit<KeyInfo, 'createdAt' | 'lastUsedAt' | 'place' | 'enrolledAs'>

const LONGEST_NAME = 256
const MOST_ORIGINS = 50
const MOST_COUNTER = 0xffff_ffff_ffff_ffffn

/** @throws ProtocolError for whatever is wrong with it; VaultError `name-invalid` */
export function checkKey(key: NewKey): CheckedKey {
  const { counter, origins, name, pinned, archived, paymentOnly, ...claim } = key
  const checked = checkEnrolment(claim)
  const moving = checked.counter === undefined ? undefined : checkCounter(counter ?? '0')
  const { kind, issuer, account, algorithm, digits, period, suite, paymentSuite } = checked
  return {
    kind,
    issuer,
    account,
    name: checkName(name ?? ''),
    algorithm,
    digits,
    ...(period === undefined ? {} : { period }),
    ...(moving === undefined ? {} : { counter: moving }),
    ...(suite === undefined ? {} : { suite }),
    ...(paymentSuite === undefined ? {} : { paymentSuite }),
    paymentOnly: (paymentOnly ?? false) && paymentSuite !== undefined,
    origins: checkOrigins(origins ?? []),
    pinned: pinned ?? false,
    archived: archived ?? false,
    secretId: secretIdOf(kind, key.secret),
  }
}

/** The user's own name for a key or a recipient. @throws VaultError `name-invalid` */
export function checkName(text: string): string {
  const name = text.trim()
  if (name.length <= LONGEST_NAME && !/\p{Cc}|[\u2028\u2029]/u.test(name) && !hasBidiControl(name))
    return name
  throw new VaultError(
    'name-invalid',
    `A name has at most ${LONGEST_NAME} characters and none that are hidden or change the order of others.`,
  )
}

function checkOrigins(origins: string[]): string[] {
  const exact = [...new Set(origins.map(parseOrigin))]
  if (exact.length <= MOST_ORIGINS) return exact
  throw new ProtocolError('origin-malformed', `A key may answer at most ${MOST_ORIGINS} sites.`)
}

/** @throws ProtocolError `counter-range` */
export function checkCounter(text: string): string {
  const counter = /^\d{1,20}$/.test(text) ? BigInt(text) : undefined
  if (counter !== undefined && counter <= MOST_COUNTER) return String(counter)
  throw new ProtocolError('counter-range', 'The counter must be a whole number from 0 to 2⁶⁴ − 1.')
}

/** The counter after `counter`; undefined after the last. */
export function nextCounter(counter: string): string | undefined {
  const next = BigInt(counter) + 1n
  return next > MOST_COUNTER ? undefined : String(next)
}

function secretIdOf(kind: string, secret: Uint8Array): string {
  const hash = sha256
    .create()
    .update(new TextEncoder().encode(`${kind}\0`))
    .update(secret)
    .digest()
  return base64urlnopad.encode(hash)
}

/** Two keys of one name and one secret are one key. */
export const identityOf = (
  secretId: string,
  { issuer, account }: { issuer: string; account: string },
): string => JSON.stringify([secretId, issuer, account])

/** The key as it may be shown. */
export function viewOfKey(id: string, info: KeyInfo): KeyRecord {
  const { secretId: _secretId, enrolledAs: _enrolledAs, place: _place, ...shown } = info
  return { id, ...shown, needs: needsOf(info) }
}

export const labelOf = ({ name, issuer, account }: Pick<KeyInfo, 'name' | 'issuer' | 'account'>): string =>
  name || issuer || account

/** Ten thousand keys have a handful of suites between them. */
const known = new Map<string, KeyRecord['needs']>()

function needsOf({ kind, suite = '', paymentSuite = '' }: KeyInfo): KeyRecord['needs'] {
  const name = `${kind} ${suite} ${paymentSuite}`
  const needs = known.get(name) ?? needsOfSuites(kind, [suite, paymentSuite])
  if (known.size < 100) known.set(name, needs)
  return { ...needs }
}

function needsOfSuites(kind: KeyInfo['kind'], texts: string[]): KeyRecord['needs'] {
  const suites = texts.filter((text) => text !== '').map(parseSuite)
  return {
    pin: suites.some(({ pin }) => pin !== undefined),
    counter: kind === 'hotp' || suites.some(({ counter }) => counter),
    session: suites.some(({ session }) => session !== undefined),
    time: kind === 'totp' || suites.some(({ timeStep }) => timeStep !== undefined),
  }
}

/** The key as a backup holds it. */
export function exportOf(info: KeyInfo, secret: Uint8Array): NewKey {
  const { kind, issuer, account, algorithm, digits, period, counter, suite, paymentSuite } = info
  return {
    kind,
    issuer,
    account,
    secret,
    algorithm,
    digits,
    ...(period === undefined ? {} : { period }),
    ...(counter === undefined ? {} : { counter }),
    ...(suite === undefined ? {} : { suite }),
    ...(paymentSuite === undefined ? {} : { paymentSuite }),
    ...(info.origins.length === 0 ? {} : { origins: info.origins }),
    ...(info.name === '' ? {} : { name: info.name }),
    ...(info.pinned ? { pinned: true } : {}),
    ...(info.archived ? { archived: true } : {}),
    ...(info.paymentOnly ? { paymentOnly: true } : {}),
  }
}

/**
 * The same key once `incoming` has been taken over: what it says wins, what it leaves out stays, and the
 * counter never goes back. Gives `info` itself where that changes nothing.
 */
export function merged(info: KeyInfo, incoming: NewKey, checked: CheckedKey): KeyInfo {
  const { counter, name, pinned, archived, paymentOnly, origins, secretId: _, ...fields } = checked
  const said: Partial<KeyInfo> = { ...fields }
  if (incoming.origins !== undefined) said.origins = origins
  if (incoming.name !== undefined) said.name = name
  if (incoming.pinned !== undefined) said.pinned = pinned
  if (incoming.archived !== undefined) said.archived = archived
  if (incoming.paymentOnly !== undefined) said.paymentOnly = paymentOnly
  if (counter !== undefined && BigInt(counter) > BigInt(info.counter ?? '0')) said.counter = counter
  const changed = Object.entries(said).some(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(info[field as keyof KeyInfo]),
  )
  return changed ? { ...info, ...said } : info
}
