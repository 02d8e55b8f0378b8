/**
 * Google Authenticator's transfer codes: `otpauth-migration://offline?data=` and a protocol buffer in base64. One
 * export is as many codes as it needs; each names the batch it belongs to, its place in it and the batch's size.
 * Source: google/google-authenticator-android has no public definition; beemdevelopment/Aegis,
 * app/src/main/proto/google_auth.proto; protonpass/proton-pass-common, google_authenticator.proto.
 */
import { PbfReader } from 'pbf'
import { type Collector, EntryError, keyFrom } from '../collector.ts'
import { decodeBase64, decodeUtf8 } from '../encoding.ts'
import { type Place, place } from '../place.ts'

export const MIGRATION = /^otpauth-migration:/i

/** Protocol buffers number their fields; absent numbers are zero. */
interface Payload {
  entries: Entry[]
  batchSize: number
  batchIndex: number
  batchId: number
}

interface Entry {
  secret: Uint8Array
  name: string
  issuer: string
  algorithm: number
  digits: number
  type: number
  counter: number
}

const algorithms = ['SHA1', 'SHA1', 'SHA256', 'SHA512', 'MD5']
const digits = [6, 6, 8]
const kinds = ['totp', 'hotp', 'totp']

/** The codes of one or several exports, and at the end what is missing. */
export class GoogleExports {
  readonly #found: Collector
  readonly #batches = new Map<number, { size: number; seen: Set<number>; where: Place }>()
  /** What was read already. Its batch and its place in it do not tell: other programs number nothing. */
  readonly #known = new Set<string>()

  constructor(found: Collector) {
    this.#found = found
  }

  read(where: Place, uri: string): void {
    this.#found.read(where, () => {
      const data = dataOf(uri)
      if (this.#known.has(data)) return undefined
      const payload = readPayload(data)
      this.#known.add(data)
      const seen = this.#batches.get(payload.batchId)?.seen ?? new Set()
      this.#batches.set(payload.batchId, { size: payload.batchSize, seen, where })
      seen.add(payload.batchIndex)
      for (const [index, entry] of payload.entries.entries()) {
        const within = { ...place('entry', index, entry.issuer, entry.name), within: where }
        this.#found.read(within, () => readEntry(entry))
      }
      return undefined
    })
  }

  finish(): void {
    for (const { size, seen, where } of this.#batches.values()) {
      const missing = Array.from({ length: Math.min(size, 1000) }, (_, index) => index).filter(
        (index) => !seen.has(index),
      )
      if (missing.length === 0) continue
      const numbers = missing.map((index) => index + 1).join(', ')
      this.#found.problem(
        where,
        'part-missing',
        `This export has ${size} QR codes; missing: ${numbers}. Add them to get the rest of the keys.`,
      )
    }
  }
}

function readEntry(entry: Entry) {
  if (entry.secret.length === 0) throw new EntryError('secret-missing', 'The secret is missing.')
  return keyFrom({
    kind: kinds[entry.type] ?? `number ${entry.type}`,
    ...namesOf(entry),
    secret: entry.secret,
    algorithm: algorithms[entry.algorithm] ?? `number ${entry.algorithm}`,
    digits: digits[entry.digits] ?? Number.NaN,
    counter: entry.counter,
  })
}

/** Names are labels: `Issuer:account`, often with the issuer beside it as well. */
function namesOf({ name, issuer }: Entry): { issuer: string; account: string } {
  if (issuer !== '' && name.startsWith(`${issuer}:`))
    return { issuer, account: name.slice(issuer.length + 1) }
  const colon = name.indexOf(':')
  if (issuer !== '' || colon < 0) return { issuer, account: name }
  return { issuer: name.slice(0, colon), account: name.slice(colon + 1) }
}

/** The base64 in a code. A plus that was not encoded stands for itself: base64 knows no spaces. */
function dataOf(uri: string): string {
  try {
    return decodeURIComponent(/[?&]data=([^&#]*)/.exec(uri)?.[1] ?? '').replaceAll(' ', '+')
  } catch {
    throw cutOff()
  }
}

function readPayload(data: string): Payload {
  try {
    const bytes = decodeBase64(data)
    if (!bytes || bytes.length === 0) throw new Error('no base64')
    const payload: Payload = { entries: [], batchSize: 1, batchIndex: 0, batchId: 0 }
    new PbfReader(bytes).readFields(readPayloadField, payload)
    return payload
  } catch {
    throw cutOff()
  }
}

const cutOff = () =>
  new EntryError('entry-malformed', 'The transfer code is damaged or cut off. Scan it again.')

function readPayloadField(tag: number, payload: Payload, reader: PbfReader): void {
  if (tag === 1) payload.entries.push(readEntryFields(readChunk(reader)))
  else if (tag === 3) payload.batchSize = reader.readVarint(true)
  else if (tag === 4) payload.batchIndex = reader.readVarint(true)
  else if (tag === 5) payload.batchId = reader.readVarint(true)
}

function readEntryFields(bytes: Uint8Array): Entry {
  const entry = {
    secret: new Uint8Array(0),
    name: '',
    issuer: '',
    algorithm: 0,
    digits: 0,
    type: 0,
    counter: 0,
  }
  return new PbfReader(bytes).readFields(readEntryField, entry)
}

function readEntryField(tag: number, entry: Entry, reader: PbfReader): void {
  if (tag === 1) entry.secret = readChunk(reader).slice()
  else if (tag === 2) entry.name = readText(reader)
  else if (tag === 3) entry.issuer = readText(reader)
  else if (tag === 4) entry.algorithm = reader.readVarint()
  else if (tag === 5) entry.digits = reader.readVarint()
  else if (tag === 6) entry.type = reader.readVarint()
  else if (tag === 7) entry.counter = reader.readVarint(true)
}

/** The library would read past the end, or walk there for hours, when a length lies. */
function readChunk(reader: PbfReader): Uint8Array {
  const length = reader.readVarint()
  if (length > reader.length - reader.pos) throw new Error('a length reaches beyond the end')
  const chunk = reader.buf.subarray(reader.pos, reader.pos + length)
  reader.pos += length
  return chunk
}

function readText(reader: PbfReader): string {
  const text = decodeUtf8(readChunk(reader))
  if (text === undefined) throw new Error('no UTF-8')
  return text
}
