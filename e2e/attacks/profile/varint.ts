/** A whole number in seven bits a byte, the lowest first, with the place behind it; nothing where it does not end. */
export function readVarint(bytes: Buffer, at: number): [value: number, next: number] | undefined {
  let value = 0
  for (let shift = 0; shift < 64; shift += 7) {
    const byte = bytes[at++]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return [value, at]
  }
  return undefined
}
