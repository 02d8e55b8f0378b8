import { base16 } from '@scure/base'

/**
 * OCRA session information as the bytes that go into the computation. Pairs of hexadecimal digits are the bytes
 * they spell, which is how the RFC's reference implementation (appendix A) and tiqr hand it on; any other text is
 * its UTF-8 (RFC 6287 §5.1).
 */
export function readSession(text: string): Uint8Array {
  return /^(?:[0-9A-Fa-f]{2})+$/.test(text)
    ? base16.decode(text.toUpperCase())
    : new TextEncoder().encode(text)
}
