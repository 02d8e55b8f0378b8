/** What LevelDB's files hold, record by record: https://github.com/google/leveldb, doc/log_format.md and doc/table_format.md. */
import { unpackSnappy } from './snappy.ts'
import { readVarint } from './varint.ts'

const BLOCK = 32 * 1024
const HEADER = 7
const FOOTER = 48
const TABLE_MAGIC = 0xdb4775248b80fb57n

/** The records of a log (or of a manifest), each put together again from its pieces. */
export function* recordsOfLog(file: Buffer): Generator<Buffer> {
  let pieces: Buffer[] = []
  for (let start = 0; start < file.length; start += BLOCK) {
    const block = file.subarray(start, start + BLOCK)
    let at = 0
    while (at + HEADER <= block.length) {
      const size = block.readUInt16LE(at + 4)
      const kind = block.readUInt8(at + 6)
      if (kind === 0 || kind > 4) break
      if (kind === 1 || kind === 2) pieces = []
      pieces.push(block.subarray(at + HEADER, at + HEADER + size))
      if (kind === 1 || kind === 4) yield Buffer.concat(pieces)
      at += HEADER + size
    }
  }
}

function varint(bytes: Buffer, at: number): [value: number, next: number] {
  const read = readVarint(bytes, at)
  if (read === undefined) throw new Error('a block that is cut off')
  return read
}

/** A block's entries; what keys share with the one before is put back. */
function* entriesOf(block: Buffer): Generator<{ key: Buffer; value: Buffer }> {
  const end = block.length - 4 * (block.readUInt32LE(block.length - 4) + 1)
  let key = Buffer.alloc(0)
  let at = 0
  while (at < end) {
    const [shared, afterShared] = varint(block, at)
    const [own, afterOwn] = varint(block, afterShared)
    const [size, start] = varint(block, afterOwn)
    key = Buffer.concat([key.subarray(0, shared), block.subarray(start, start + own)])
    at = start + own + size
    yield { key, value: block.subarray(start + own, at) }
  }
}

function blockAt(file: Buffer, handle: Buffer): Buffer {
  const [offset, next] = varint(handle, 0)
  const [size] = varint(handle, next)
  const stored = file.subarray(offset, offset + size)
  const packing = file.readUInt8(offset + size)
  if (packing === 0) return stored
  const block = packing === 1 ? unpackSnappy(stored) : undefined
  if (block === undefined) throw new Error(`a block that nobody here can unpack (packing ${packing})`)
  return block
}

/** The entries of a table, each its key and its value in one piece; none where it is still being written. Throws where a block is packed in a way that is not known here. */
export function* recordsOfTable(file: Buffer): Generator<Buffer> {
  if (file.length < FOOTER || file.readBigUInt64LE(file.length - 8) !== TABLE_MAGIC) return
  const footer = file.subarray(file.length - FOOTER)
  const [, afterOffset] = varint(footer, 0)
  const [, index] = varint(footer, afterOffset)
  for (const { value: handle } of entriesOf(blockAt(file, footer.subarray(index))))
    for (const { key, value } of entriesOf(blockAt(file, handle))) yield Buffer.concat([key, value])
}
