/** A stand-in for `storage.session` where tests run outside an extension. */
import type { SessionStore } from './types.ts'

/** Takes only what `storage.session` of Chromium takes, and gives copies. */
export function memoryStore(): SessionStore & { raw: Map<string, string> } {
  const raw = new Map<string, string>()
  return {
    raw,
    async get(key) {
      const text = raw.get(key)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    async set(key, value) {
      raw.set(key, JSON.stringify(value))
    },
    async remove(key) {
      raw.delete(key)
    },
  }
}
