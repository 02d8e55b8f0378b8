import type { FromContent } from '../messages.ts'
import { browser, isAlive } from './api.ts'

/**
 * Tells the worker, and once more where it was stopped before it replied. Resolves with the reply; undefined where
 * nobody heard, or once the signal is aborted.
 */
export async function tell(message: FromContent, signal?: AbortSignal): Promise<unknown> {
  for (const again of [true, false]) {
    if (signal?.aborted === true || !isAlive()) return undefined
    try {
      const reply: unknown = await browser.runtime.sendMessage(message)
      // Firefox says nothing of a worker that was stopped before it replied.
      if (reply !== undefined) return reply
    } catch {
      if (!again) return undefined
    }
  }
  return undefined
}
