/**
 * What a tiqr server stores of its users: one JSON file a user, or rows of the table `tiqrusersecret` as JSON or CSV.
 * Source: SURFnet/tiqr-server-libphp, library/tiqr/Tiqr/UserSecretStorage/File.php and Pdo.php,
 * UserStorage/GenericStore.php, Service.php (DEFAULT_OCRA_SUITE).
 */
import { Collector, EntryError, keyFrom, place } from '../collector.ts'
import { own } from '../content.ts'
import { readRows } from '../csv.ts'
import { decodeHex } from '../encoding.ts'
import type { Format, TransferKey } from '../types.ts'

/** The server's default; an export does not say whether its administrator chose another. */
const SUITE = 'OCRA-1:HOTP-SHA1-6:QH10-S'

interface User {
  id: unknown
  secret: unknown
  suite: unknown
}

export const tiqr: Format = {
  name: 'tiqr',
  recognises: ({ json }) => usersOf(json).length > 0,
  read: ({ json }) => readUsers(usersOf(json)),
}

export const tiqrCsv: Format = {
  name: 'tiqr',
  recognises: ({ text }) => {
    const head = text?.slice(0, 1000).split(/\r?\n/, 1)[0] ?? ''
    return /(?:^|,)\s*"?userid"?\s*(?:,|$)/i.test(head) && /(?:^|,)\s*"?secret"?\s*(?:,|$)/i.test(head)
  },
  read({ text = '' }) {
    const [head = [], ...rows] = readRows(text)
    const columns = head.map((name) => name.trim().toLowerCase())
    const cell = (row: string[], name: string) => row[columns.indexOf(name)]?.trim()
    return readUsers(
      rows.map((row) => ({
        id: cell(row, 'userid'),
        secret: cell(row, 'secret'),
        suite: cell(row, 'ocrasuite') ?? cell(row, 'suite'),
      })),
    )
  },
}

/** A user without a secret belongs to a server that keeps secrets elsewhere; alone it marks no tiqr export. */
function usersOf(json: unknown): User[] {
  const entries = Array.isArray(json) ? json : [json]
  const users = entries.map((entry) => ({
    id: own(entry, 'userId') ?? own(entry, 'userid'),
    secret: own(entry, 'secret'),
    suite: own(entry, 'ocraSuite') ?? own(entry, 'ocrasuite') ?? own(entry, 'suite'),
  }))
  return users.some(({ id, secret }) => typeof id === 'string' && typeof secret === 'string') ? users : []
}

function readUsers(users: User[]) {
  const found = new Collector()
  for (const [index, user] of users.entries()) {
    found.read(place('user', index, user.id), () => readUser(user))
  }
  return found
}

function readUser({ id, secret, suite }: User): TransferKey {
  if (typeof secret !== 'string' || secret === '')
    throw new EntryError('secret-missing', 'The secret is missing.')
  const bytes = decodeHex(secret)
  if (!bytes) {
    const reason = 'The secret is not hexadecimal: the server encrypts what it stores. Export it in plain.'
    throw new EntryError('secret-encrypted', reason)
  }
  return keyFrom({ kind: 'ocra', issuer: 'tiqr', account: id, secret: bytes, suite: suite || SUITE })
}
