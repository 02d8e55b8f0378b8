import { damaged, TransferError } from './error.ts'
import type { Content } from './types.ts'

/** No export of keys comes near this; a file above it is refused unread. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024

/** Exports nest a handful of levels; a thousand brackets are an attack on the parser. */
const MAX_DEPTH = 64

/**
 * Looks at a file: as text where it is text, as JSON where it is JSON.
 * @throws TransferError `too-large`, `unknown-format` (empty), `damaged` (begins as JSON and is none)
 */
export function inspect(bytes: Uint8Array): Content {
  if (bytes.length > MAX_FILE_BYTES) {
    throw new TransferError(
      'too-large',
      `The file is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB, more than any export of keys. Choose another file.`,
    )
  }
  if (bytes.length === 0) throw new TransferError('unknown-format', 'The file is empty.')
  // Node's Buffer is a Uint8Array whose `slice` shares memory.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = decodeText(plain)
  return { bytes: plain, text, json: text === undefined ? undefined : decodeJson(text) }
}

/** UTF-8 (with or without byte order mark) and UTF-16 with one; NUL means that it is no text. */
function decodeText(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

function decodeJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return parseJson(text)
  } catch (error) {
    // An otpauth list may begin with a bracket, as a comment; everything else that does is broken JSON.
    if (error instanceof TransferError && !/otpauth(-migration)?:\/\//.test(text)) throw error
    return undefined
  }
}

/**
 * JSON of bounded depth.
 * @throws TransferError `damaged`
 */
export function parseJson(text: string): unknown {
  checkDepth(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged('The file begins as JSON but is not complete. It may be cut off; export it again.', error)
  }
}

function checkDepth(text: string): void {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (inString) {
      if (unit === 0x5c) at++
      else if (unit === 0x22) inString = false
    } else if (unit === 0x22) inString = true
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > MAX_DEPTH) throw damaged('The file nests deeper than any export of keys does.')
    } else if (unit === 0x7d || unit === 0x5d) depth--
  }
}

type JsonObject = { readonly [name: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value's own member `name`; members of its prototype do not count. */
export function own(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
}

/** A plain value as text. An object in its place has none of its own: it may carry a `toString` from the file. */
export function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? '{…}' : String(value)
}
