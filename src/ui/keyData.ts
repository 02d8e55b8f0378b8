import { fromBase64, type KeyData, toBase64 } from '../messages.ts'
import type { TransferKey } from '../transfer/index.ts'

/** A key with its secret in bytes, as protocol and transfer have it, in the form that crosses a message. */
export function toKeyData(key: TransferKey): KeyData {
  const { secret, counter, ...rest } = key
  return {
    ...rest,
    secret: toBase64(secret),
    ...(counter !== undefined && { counter: String(counter) }),
  }
}

/** The same back. */
export function fromKeyData(data: KeyData): TransferKey {
  const { secret, counter, ...rest } = data
  const key: Record<string, unknown> = { ...rest, secret: fromBase64(secret) }
  if (counter !== undefined) key.counter = exactCounter(counter)
  for (const [name, value] of Object.entries(key)) if (value === undefined) delete key[name]
  return key as unknown as TransferKey
}

/** A number where it holds the counter exactly. */
function exactCounter(text: string): number | bigint {
  const counter = BigInt(text)
  return counter <= Number.MAX_SAFE_INTEGER ? Number(counter) : counter
}
