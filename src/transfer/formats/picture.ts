/** Pictures. The codes in them are read by the page that shows them; here they are told from other unknown files. */
import { encodeHex } from '../encoding.ts'
import { TransferError } from '../error.ts'
import type { Format } from '../types.ts'

/** PNG, JPEG, GIF, WebP. */
const BEGIN = /^(?:89504e470d0a1a0a|ffd8ff|474946383[79]61|52494646.{8}57454250)/

export const picture: Format = {
  name: 'picture',
  recognises: ({ bytes }) => BEGIN.test(encodeHex(bytes.subarray(0, 12))),
  read() {
    throw new TransferError(
      'unknown-format',
      'This is a picture. If it shows QR codes, open it as a picture, so that they are read first.',
    )
  },
}
