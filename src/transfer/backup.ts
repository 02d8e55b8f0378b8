/** Answerkey's own backup: an age file around versioned JSON (docs/backup-format.md). */
import { base32nopad } from '@scure/base'
import * as v from 'valibot'
import { ProtocolError, parseSuite } from '../protocol/index.ts'
import { encryptAge } from './age.ts'
import { problemAt } from './collector.ts'
import { own } from './content.ts'
import { damaged, TransferError } from './error.ts'
import { type Place, type PlaceUnit, place } from './place.ts'
import type { DamagedRecord, Format, Problem, TransferKey, TransferRecipient, Work } from './types.ts'

/** Raised when a reader of this version would lose or misread something. */
const BACKUP_VERSION = 1

/** What a backup holds. */
export interface BackupContent {
  keys: readonly TransferKey[]
  recipients?: readonly TransferRecipient[]
  damaged?: readonly DamagedRecord[]
}

const Text = v.pipe(v.string(), v.maxLength(10_000))
const Base32 = v.pipe(v.string(), v.maxLength(16_384), v.regex(/^[A-Z2-7]*$/))
const Whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** As text where a number of JSON would no longer be exact. */
const Counter = v.union([Whole, v.pipe(v.string(), v.regex(/^\d{16,20}$/))])

const StoredKey = v.object({
  kind: v.picklist(['ocra', 'totp', 'hotp']),
  issuer: Text,
  account: Text,
  secret: Base32,
  algorithm: v.picklist(['SHA1', 'SHA256', 'SHA512']),
  digits: v.pipe(Whole, v.maxValue(10)),
  period: v.exactOptional(v.pipe(Whole, v.minValue(1))),
  counter: v.exactOptional(Counter),
  suite: v.exactOptional(Text),
  paymentSuite: v.exactOptional(Text),
  origins: v.exactOptional(v.pipe(v.array(Text), v.maxLength(1000))),
  name: v.exactOptional(Text),
  pinned: v.exactOptional(v.boolean()),
  archived: v.exactOptional(v.boolean()),
  paymentOnly: v.exactOptional(v.boolean()),
})

const StoredRecipient = v.object({ purse: Text, name: Text })
const StoredDamage = v.object({ store: Text, id: Text, record: v.string() })

/**
 * The backup as armored age text; `age -d` opens it with the passphrase.
 * @throws TransferError `password-needed` without a passphrase, `damaged` for a key that is none
 */
export async function writeBackup(
  content: BackupContent,
  passphrase: string,
  work: Work = {},
): Promise<string> {
  if (typeof passphrase !== 'string' || passphrase === '') {
    throw new TransferError('password-needed', 'A backup needs a passphrase.')
  }
  return encryptAge(backupText(content), passphrase, work)
}

/**
 * The JSON inside a backup.
 * @throws TransferError `damaged` for a key that is none
 */
export function backupText(content: BackupContent): string {
  const document = {
    answerkey: 'backup',
    version: BACKUP_VERSION,
    created: new Date().toISOString(),
    keys: content.keys.map(storedKey),
    ...(content.recipients && { recipients: content.recipients.map(({ purse, name }) => ({ purse, name })) }),
    ...(content.damaged && {
      damaged: content.damaged.map(({ store, id, record }) => ({ store, id, record })),
    }),
  }
  return `${JSON.stringify(document, undefined, 1)}\n`
}

function storedKey(key: TransferKey, index: number): v.InferOutput<typeof StoredKey> {
  const secret = key.secret instanceof Uint8Array ? base32nopad.encode(key.secret) : undefined
  const defined = Object.fromEntries(
    Object.entries({ ...key, secret, counter: storedCounter(key.counter) }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  const stored = v.safeParse(StoredKey, defined)
  if (stored.success) return stored.output
  throw damaged(`Key ${index + 1} cannot be written to a backup: ${issue(stored.issues)}.`)
}

const storedCounter = (counter: number | bigint | undefined): number | string | undefined =>
  typeof counter === 'bigint' ? String(counter) : counter

/** The JSON inside the age file; also read when somebody decrypted it by hand. */
export const backupFormat: Format = {
  name: 'answerkey',
  recognises: ({ json }) => own(json, 'answerkey') === 'backup',
  read({ json }) {
    const version = own(json, 'version')
    if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
      throw damaged('The backup does not say which version it has.')
    }
    if (version > BACKUP_VERSION) {
      throw new TransferError(
        'too-new',
        `The backup was made by a newer Answerkey (format ${version}, known here: ${BACKUP_VERSION}). Update Answerkey first.`,
      )
    }
    const stored = own(json, 'keys')
    if (!Array.isArray(stored)) throw damaged('The backup has no list of keys.')
    const problems: Problem[] = []
    const keys: TransferKey[] = []
    for (const [index, entry] of stored.entries()) {
      const at = place('key', index, own(entry, 'issuer'), own(entry, 'account'))
      const key = readKey(entry, at, problems)
      if (key) keys.push(key)
    }
    const recipients = readList(json, 'recipients', 'recipient', StoredRecipient, problems)
    const damagedRecords = readList(json, 'damaged', 'damaged-record', StoredDamage, problems)
    return {
      keys,
      problems,
      ...(recipients && { recipients }),
      ...(damagedRecords && { damaged: damagedRecords }),
    }
  },
}

function readKey(entry: unknown, at: Place, problems: Problem[]): TransferKey | undefined {
  const parsed = v.safeParse(StoredKey, entry)
  if (!parsed.success) {
    problems.push(problemAt(at, 'entry-malformed', `Not a key: ${issue(parsed.issues)}.`))
    return undefined
  }
  const { secret, counter, ...rest } = parsed.output
  try {
    for (const suite of [rest.suite, rest.paymentSuite]) if (suite !== undefined) parseSuite(suite)
    return {
      ...rest,
      ...(counter !== undefined && { counter: typeof counter === 'string' ? BigInt(counter) : counter }),
      secret: base32nopad.decode(secret),
    }
  } catch (error) {
    problems.push(
      error instanceof ProtocolError
        ? problemAt(at, error.code, error.message)
        : problemAt(at, 'secret-malformed', 'The secret is not base32.'),
    )
    return undefined
  }
}

function readList<T>(
  json: unknown,
  name: string,
  unit: PlaceUnit,
  schema: v.GenericSchema<unknown, T>,
  problems: Problem[],
): T[] | undefined {
  const list = own(json, name)
  if (list === undefined) return undefined
  if (!Array.isArray(list)) throw damaged(`The list "${name}" of the backup is damaged.`)
  const read: T[] = []
  for (const [index, entry] of list.entries()) {
    const parsed = v.safeParse(schema, entry)
    if (parsed.success) read.push(parsed.output)
    else
      problems.push(problemAt(place(unit, index), 'entry-malformed', `Malformed: ${issue(parsed.issues)}.`))
  }
  return read
}

/** Names the field, never its value: it may be a secret. */
function issue(issues: readonly v.BaseIssue<unknown>[]): string {
  const path = issues[0]?.path?.map(({ key }) => String(key)).join('.')
  return path ? `"${path}" is missing or wrong` : 'it is malformed'
}
