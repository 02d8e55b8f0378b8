/**
 * A `java.util.HashMap` of texts, as Java serializes it.
 * Source: Java Object Serialization Specification, chapter 6 (stream protocol); `HashMap.writeObject`.
 */
import { damaged } from './error.ts'

const STRING = 0x74
const LONG_STRING = 0x7c
const REFERENCE = 0x71
const NULL = 0x70
/** Texts are numbered as they come, behind the class and the map (chapter 6.4, `baseWireHandle`). */
const FIRST_TEXT = 0x7e0000 + 2
/** Magic number, version, an object of a class with a description. */
const BEGIN = [0xac, 0xed, 0x00, 0x05, 0x73, 0x72]
/** The table's own data: a block of eight bytes, capacity and size. */
const TABLE = [0x77, 0x08]
const CLASS = 'java.util.HashMap'

export function isJavaMap(bytes: Uint8Array): boolean {
  const name = new TextDecoder('latin1').decode(
    bytes.subarray(BEGIN.length + 2, BEGIN.length + 2 + CLASS.length),
  )
  return BEGIN.every((byte, at) => bytes[at] === byte) && name === CLASS
}

/** @throws TransferError `damaged` */
export function readJavaMap(bytes: Uint8Array): Map<string, string> {
  let at = bytes.findIndex(
    (byte, index) => index > BEGIN.length && byte === TABLE[0] && bytes[index + 1] === TABLE[1],
  )
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (at < 0 || at + 10 > bytes.length) throw cutOff()
  const size = view.getUint32(at + 6)
  at += 10
  const texts: string[] = []
  const map = new Map<string, string>()

  const take = (length: number): number => {
    if (length > bytes.length - at) throw cutOff()
    at += length
    return at - length
  }
  const readText = (): string | undefined => {
    const kind = view.getUint8(take(1))
    if (kind === NULL) return undefined
    if (kind === REFERENCE) {
      const text = texts[view.getUint32(take(4)) - FIRST_TEXT]
      if (text === undefined) throw damaged('The FreeOTP backup refers to something that is not in it.')
      return text
    }
    let length: number
    if (kind === STRING) length = view.getUint16(take(2))
    else if (kind === LONG_STRING) length = Number(view.getBigUint64(take(8)))
    else throw damaged('The FreeOTP backup holds something that is no text.')
    const from = take(length)
    const text = modifiedUtf8(bytes.subarray(from, from + length))
    texts.push(text)
    return text
  }

  for (let entry = 0; entry < size; entry++) {
    const key = readText()
    const value = readText()
    if (key !== undefined && value !== undefined) map.set(key, value)
  }
  return map
}

/** Java's own UTF-8: NUL in two bytes, and each half of a surrogate pair in three. */
function modifiedUtf8(bytes: Uint8Array): string {
  const units: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    if (a < 0x80) {
      units.push(String.fromCharCode(a))
      at += 1
    } else if (a < 0xe0) {
      units.push(String.fromCharCode(((a & 0x1f) << 6) | (b & 0x3f)))
      at += 2
    } else {
      units.push(String.fromCharCode(((a & 0x0f) << 12) | ((b & 0x3f) << 6) | (c & 0x3f)))
      at += 3
    }
  }
  return units.join('')
}

function cutOff() {
  return damaged('The FreeOTP backup is cut off.')
}
