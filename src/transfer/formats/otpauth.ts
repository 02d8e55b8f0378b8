/**
 * Lists of URIs, one a line, as most authenticators write them in plain (Aegis, Ente Auth, Stratum and others), as
 * QR codes hold them, and as people paste them: `otpauth:`, Google's `otpauth-migration:`, LinOTP's `lseqr:`.
 * Source: "Key Uri Format" (google/google-authenticator wiki); the files beside this one.
 */
import { Collector, steam } from '../collector.ts'
import { readOtpauthLine } from '../otpauth-line.ts'
import { place } from '../place.ts'
import type { Format, ReadContext } from '../types.ts'
import { GoogleExports, MIGRATION } from './google.ts'
import { LinotpEnrolments, LSEQR } from './lseqr.ts'

/** Spaces and tabs alone: white space across lines would be walked again from each of them. */
const KNOWN = /^[ \t\ufeff]*(?:otpauth|otpauth-migration|lseqr|tiqrenroll|steam):/im

export const otpauth: Format = {
  name: 'otpauth',
  recognises: ({ text }) => text !== undefined && KNOWN.test(text),
  read: ({ text = '' }, context) => readUris(text, context),
}

/** Lines that are blank or begin with `#` or `//` say nothing; every other line is a key or a problem. */
export async function readUris(text: string, context: ReadContext) {
  const found = new Collector()
  const google = new GoogleExports(found)
  const linotp = new LinotpEnrolments(found)
  let onlyGoogle = true
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = raw.trim()
    if (line === '' || /^(?:#|\/\/)/.test(line)) continue
    const where = place('line', index)
    if (MIGRATION.test(line)) {
      google.read(where, line)
      continue
    }
    onlyGoogle = false
    if (LSEQR.test(line)) linotp.read(where, line)
    else if (/^otpauth:/i.test(line)) found.read(where, () => readOtpauthLine(line))
    else if (/^steam:/i.test(line)) found.problem(where, 'otpauth-steam', steam().message)
    else if (/^tiqrenroll:/i.test(line)) {
      const reason = 'tiqr enrols over a network, which Answerkey does not use. Ask for the secret itself.'
      found.problem(where, 'needs-network', reason)
    } else found.problem(where, 'line-unknown', 'This line is no key that is known here.')
  }
  google.finish()
  await linotp.finish(context)
  return { keys: found.keys, problems: found.problems, ...(onlyGoogle && { format: 'google-authenticator' }) }
}
