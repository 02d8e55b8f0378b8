/** Texts that stand for bytes, as exports write them. Each returns undefined for what is none. */
import { base64 } from '@scure/base'
import { parseSecret } from '../protocol/index.ts'

export function decodeHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/[\s:]/g, '')
  if (digits.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(digits)) return undefined
  const bytes = new Uint8Array(digits.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16)
  return bytes
}

export function encodeHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Base64 (RFC 4648 §4 or §5), with or without padding and line breaks. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const padded = text.replace(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/')
  let end = padded.length
  while (padded.charCodeAt(end - 1) === 0x3d) end--
  const digits = padded.slice(0, end)
  try {
    return base64.decode(digits.padEnd(Math.ceil(digits.length / 4) * 4, '='))
  } catch {
    return undefined
  }
}

/** Numbers from -128 to 127, as Java writes bytes; 0 to 255 are taken too. */
export function decodeByteArray(value: unknown): Uint8Array | undefined {
  if (!Array.isArray(value) || value.length > 65_536) return undefined
  const good = value.every((byte) => Number.isInteger(byte) && byte >= -128 && byte <= 255)
  return good ? Uint8Array.from(value, (byte: number) => byte & 0xff) : undefined
}

export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Base32 (RFC 4648 §6) of whole or broken-off bytes, in capitals; leftover bits are dropped. */
export function decodeBase32(text: string): Uint8Array | undefined {
  try {
    return parseSecret(text)
  } catch {
    return undefined
  }
}
