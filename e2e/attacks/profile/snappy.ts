/** Snappy's raw format, as Firefox packs values of IndexedDB and LevelDB its blocks: https://github.com/google/snappy, format_description.txt. */
import { readVarint } from './varint.ts'

/** More than any value here comes to: a length read from something else is not believed. */
const LONGEST = 64 * 1024 * 1024

/** What was packed, or nothing where these bytes do not begin with a packed text. What follows it does not count. */
export function unpackSnappy(packed: Buffer): Buffer | undefined {
  const [length = 0, afterLength = 0] = readVarint(packed, 0) ?? []
  if (length === 0 || length > LONGEST) return undefined
  let at = afterLength
  const out = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const tag = packed[at++]
    if (tag === undefined) return undefined
    const kind = tag & 3
    if (kind === 0) {
      const extra = Math.max((tag >> 2) - 59, 0)
      if (at + extra > packed.length) return undefined
      const size = (extra === 0 ? tag >> 2 : packed.readUIntLE(at, extra)) + 1
      at += extra
      if (at + size > packed.length || filled + size > length) return undefined
      packed.copy(out, filled, at, at + size)
      at += size
      filled += size
      continue
    }
    const bytes = kind === 3 ? 4 : kind
    if (at + bytes > packed.length) return undefined
    const back = packed.readUIntLE(at, bytes) + (kind === 1 ? (tag >> 5) << 8 : 0)
    at += bytes
    const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
    if (back === 0 || back > filled || filled + size > length) return undefined
    for (const end = filled + size; filled < end; filled++) out[filled] = out[filled - back] ?? 0
  }
  return out
}
