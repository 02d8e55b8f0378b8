/** Keys as they cross a message, where bytes are base64. */
import { fromBase64, type KeyData, toBase64 } from '../messages.ts'
import type { NewKey } from '../vault/index.ts'

export function newKeyOf(data: KeyData): NewKey {
  const { secret, ...rest } = data
  return { ...defined(rest), secret: fromBase64(secret) }
}

export function keyDataOf(key: NewKey): KeyData {
  const { secret, ...rest } = key
  return { ...rest, secret: toBase64(secret) }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The same without what is there but undefined. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>
}
