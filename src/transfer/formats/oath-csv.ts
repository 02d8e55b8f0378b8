/**
 * The OATH CSV of privacyIDEA and LinOTP: `serial, key in hex, type, digits or suite, …`, one token a line.
 * Source: privacyidea/privacyidea, privacyidea/lib/importotp.py (parseOATHcsv) and the get_import_csv of
 * lib/tokens/hotptoken.py, totptoken.py, ocratoken.py; LinOTP/LinOTP, linotp/lib/ImportOTP/oath.py.
 */
import { type Candidate, Collector, EntryError, keyFrom } from '../collector.ts'
import { decodeHex } from '../encoding.ts'
import { place } from '../place.ts'
import type { Format } from '../types.ts'

/** What privacyIDEA takes where the suite is left out. */
const PRIVACYIDEA_SUITE = 'OCRA-1:HOTP-SHA1-8:QH40'

/** Serial, secret, and then nothing, or a type that is known. */
const ROW =
  /^[^,]{1,200},\s{0,20}[0-9a-f]{4,}\s{0,20}(?:$|,\s{0,20}(?:(?:hotp|hmac|totp|ocra2?)\s{0,20})?(?:,|$))/i
/** Second edition: user, resolver and realm come first. */
const SECOND = /^#\s*version:\s*2\s*$/i

export const oathCsv: Format = {
  name: 'oath-csv',
  recognises({ text }) {
    if (text === undefined || /^\s*[<{[]/.test(text)) return false
    const second = isSecond(text)
    const rows = rowsOf(text).slice(0, 100)
    const known = rows.filter(({ row }) => ROW.test(second ? row.split(',').slice(3).join(',') : row))
    return known.length > 0 && known.length * 2 >= rows.length
  },
  read({ text = '' }) {
    const second = isSecond(text)
    const found = new Collector()
    for (const { row, line } of rowsOf(text)) {
      const cells = row.split(',').map((cell) => cell.trim())
      const user = second ? cells.splice(0, 3)[0] : undefined
      const serial = cells.length > 1 ? cells[0] : undefined
      found.read(place('line', line - 1, serial), () => keyFrom(readRow(cells, user)))
    }
    return found
  },
}

function isSecond(text: string): boolean {
  return SECOND.test(text.split('\n', 1)[0] ?? '')
}

function rowsOf(text: string): { row: string; line: number }[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((row, index) => ({ row: row.trim(), line: index + 1 }))
    .filter(({ row }) => row !== '' && !row.startsWith('#'))
}

function readRow(cells: string[], user: string | undefined): Candidate {
  const [serial = '', seed = '', type = '', fourth = '', fifth = '', sixth = ''] = cells
  if (cells.length < 2) throw new EntryError('line-unknown', 'The line has no comma: it is no token.')
  // Servers pass over what they could not name.
  if (serial === '') throw new EntryError('line-unknown', 'The line has no serial number: it is no token.')
  const secret = decodeHex(seed)
  if (!secret) throw new EntryError('secret-malformed', 'The secret is not written in hexadecimal digits.')
  const common = { account: user || serial, secret, ...(user && { name: serial }) }
  switch (type.toLowerCase()) {
    case 'ocra':
    case 'ocra2':
      return {
        ...common,
        kind: 'ocra',
        suite: fourth || (type.toLowerCase() === 'ocra' ? PRIVACYIDEA_SUITE : undefined),
      }
    case 'totp':
      return { ...common, kind: 'totp', algorithm: hashOf(sixth, secret), digits: fourth, period: fifth }
    case '':
    case 'hotp':
    case 'hmac':
      return { ...common, kind: 'hotp', algorithm: hashOf(sixth, secret), digits: fourth, counter: fifth }
    default:
      return { ...common, kind: type }
  }
}

/** Where no hash is named, LinOTP goes by the length of the secret, as RFC 6238's own examples do. */
function hashOf(named: string, secret: Uint8Array): string {
  if (named !== '') return named
  return secret.length === 64 ? 'SHA512' : secret.length === 32 ? 'SHA256' : 'SHA1'
}
