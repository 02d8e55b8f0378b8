/**
 * PSKC, the Portable Symmetric Key Container: how vendors ship HOTP, TOTP and OCRA tokens.
 * Source: RFC 6030; draft-hoyer-keyprov-pskc-algorithm-profiles-01 (TOTP, OCRA); the drafts before it
 * (draft-hoyer-keyprov-portable-symmetric-key-container-00 and -01, draft-ietf-keyprov-pskc-02), which vendors shipped;
 * what LinOTP (linotp/lib/ImportOTP/PSKC.py), privacyIDEA (privacyidea/lib/importotp.py) and OATH Toolkit (libpskc)
 * write and take beyond them.
 */
import { type Candidate, Collector, EntryError, keyFrom } from '../collector.ts'
import { TransferError } from '../error.ts'
import { place } from '../place.ts'
import type { Format } from '../types.ts'
import { attribute, child, children, parseXml, textOf } from '../xml.ts'
import { openValues, type Values } from './pskc-values.ts'

/** The first draft said "secret" where the standard says "key". */
const ROOT = /<(?:[\w.-]+:)?(?:Key|Secret)Container[\s>]/

/** A value's element, and the name that drafts gave to it in an attribute. */
const fields = { Secret: 'SECRET', Counter: 'COUNTER', TimeInterval: 'TIME_INTERVAL' }

export const pskc: Format = {
  name: 'pskc',
  recognises: ({ text }) => text !== undefined && /^\s*</.test(text) && ROOT.test(text),
  async read({ text = '' }, context) {
    const found = new Collector()
    const root = parseXml(closed(text.trim(), found))
    const container = child(root, 'KeyContainer') ?? child(root, 'SecretContainer')
    const version = attribute(container, 'Version') ?? '1.0'
    if (!/^1(?:\.0)?$/.test(version)) {
      throw new TransferError(
        'too-new',
        `The key container has version ${version.slice(0, 20)}; 1.0 is known here.`,
      )
    }
    const packages = [...children(container, 'KeyPackage'), ...children(container, 'Device')]
    const values = await openValues(container, packages.flatMap(keysOf).flatMap(fieldsOf), context)
    for (const [index, keyPackage] of packages.entries()) {
      for (const key of keysOf(keyPackage)) {
        const names = namesOf(keyPackage, key)
        found.read(place('key', index, names.issuer, names.account), () =>
          keyFrom({ ...names, ...readKey(key, values) }),
        )
      }
    }
    values.checkPassword()
    if (values.unauthenticated) {
      const reason =
        'The file has no MAC: a change of its secrets would not be noticed. Compare an answer with the server.'
      found.problem(place('file'), 'mac-missing', reason)
    }
    return found
  },
}

function keysOf(keyPackage: unknown): unknown[] {
  return [...children(keyPackage, 'Key'), ...children(keyPackage, 'Secret')]
}

function fieldsOf(key: unknown): unknown[] {
  return Object.keys(fields).map((name) => fieldOf(key, name as keyof typeof fields))
}

function fieldOf(key: unknown, name: keyof typeof fields): unknown {
  return (
    child(key, 'Data', name) ??
    children(key, 'Data').find((data) => attribute(data, 'Name')?.toUpperCase() === fields[name])
  )
}

/** privacyIDEA's own sample lacks the last closing tag: read what is there, and say so. */
function closed(text: string, found: Collector): string {
  const open = /<((?:[\w.-]+:)?KeyContainer)[\s>]/.exec(text)?.[1]
  if (open === undefined || text.includes(`</${open}`) || !/<\/(?:[\w.-]+:)?KeyPackage\s*>\s*$/.test(text))
    return text
  const reason = 'The file ends without its closing tag: keys may be missing at the end.'
  found.problem(place('end-of-file'), 'part-missing', reason)
  return `${text}</${open}>`
}

function namesOf(keyPackage: unknown, key: unknown): { issuer: unknown; account: unknown } {
  const device = child(keyPackage, 'DeviceInfo') ?? child(keyPackage, 'DeviceId')
  return {
    issuer: textOf(child(key, 'Issuer')) ?? textOf(child(device, 'Manufacturer')),
    account:
      textOf(child(device, 'SerialNo')) ??
      textOf(child(key, 'UserId')) ??
      attribute(key, 'Id') ??
      attribute(key, 'KeyId') ??
      attribute(key, 'SecretId'),
  }
}

function readKey(key: unknown, values: Values): Candidate {
  const algorithm =
    attribute(key, 'Algorithm') ?? attribute(key, 'KeyAlgorithm') ?? attribute(key, 'SecretAlgorithm')
  if (algorithm === undefined) {
    throw new EntryError('kind-unsupported', 'The key does not say for which kind of codes it is.')
  }
  const [profile = '', ...rest] = algorithm.replace(/^.*(?:keyprov:pskc[:#]|#)/, '').split(':')
  const parameters = child(key, 'AlgorithmParameters') ?? child(key, 'Usage')
  const suite = textOf(child(parameters, 'Suite'))
  const format = child(parameters, 'ResponseFormat')
  checkResponse(format)
  const common = {
    secret: values.bytesOf(fieldOf(key, 'Secret')),
    counter: values.numberOf(fieldOf(key, 'Counter')),
  }
  if (/^ocra/i.test(profile)) {
    // The suite stands in an element of its own, or is the end of the algorithm's name.
    return {
      ...common,
      kind: 'ocra',
      suite: suite ?? (rest.length > 0 ? [profile, ...rest].join(':') : undefined),
    }
  }
  return {
    ...common,
    kind: /^(?:hotp|totp)$/i.test(profile) ? profile : algorithm,
    // `HMAC-SHA256`, or privacyIDEA's <Suite hashalgo="sha256"/>.
    algorithm: suite ?? attribute(child(parameters, 'Suite'), 'hashalgo'),
    digits: attribute(format, 'Length') ?? attribute(format, 'length'),
    period: values.numberOf(fieldOf(key, 'TimeInterval')),
  }
}

function checkResponse(format: unknown): void {
  const encoding = attribute(format, 'Encoding') ?? attribute(format, 'Format') ?? attribute(format, 'format')
  if (encoding !== undefined && encoding !== 'DECIMAL') {
    const reason = `Answers written as ${encoding.slice(0, 20)} are not made here, only decimal ones.`
    throw new EntryError('response-format', reason)
  }
  if (/^(?:true|1)$/.test(attribute(format, 'CheckDigits') ?? attribute(format, 'CheckDigit') ?? '')) {
    throw new EntryError('response-format', 'Answers with a check digit behind them are not made here.')
  }
}
