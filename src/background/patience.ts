/**
 * How patient the worker is with one origin: after repeated rejections its prompts wait behind the badge for
 * a while, twice as long each time, and nothing makes it open windows all the time.
 */
import type { SessionItems } from './session-items.ts'

const FIRST_WAIT_MS = 30_000
const HOUR_MS = 60 * 60_000
const LONGEST_WAIT_MS = HOUR_MS
/** How often anything may open by itself while the user approves nothing of this origin. */
const LIMITS = [
  { within: 60_000, most: 6 },
  { within: HOUR_MS, most: 30 },
]

interface Record {
  /** In a row. */
  rejections: number
  /** Nothing opens by itself before this time. */
  until: number
  /** When something last opened by itself. */
  opened: number[]
}

/** Call everything from within the queue. */
export function createPatience(items: SessionItems, now: () => number) {
  const keyOf = (origin: string) => `origin:${origin}`

  async function get(origin: string): Promise<Record> {
    const record = (await items.get(keyOf(origin))) as Record | undefined
    return record ?? { rejections: 0, until: 0, opened: [] }
  }

  async function rejected(origin: string): Promise<void> {
    const record = await get(origin)
    const rejections = record.rejections + 1
    // A first rejection is an everyday thing and costs the site nothing but this one challenge.
    const wait = rejections < 2 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (rejections - 2), LONGEST_WAIT_MS)
    await items.set(keyOf(origin), { ...record, rejections, until: now() + wait })
  }

  async function approved(origin: string): Promise<void> {
    await items.remove(keyOf(origin))
  }

  /** Whether an approval may open by itself for this origin; counts it as opened where it may. */
  async function mayOpen(origin: string): Promise<boolean> {
    const record = await get(origin)
    // With the clock set back, times that lie far ahead mean nothing.
    const within = (ms: number) => record.opened.filter((at) => Math.abs(now() - at) < ms)
    const waits = now() < record.until && record.until - now() <= LONGEST_WAIT_MS
    if (waits || LIMITS.some((limit) => within(limit.within).length >= limit.most)) return false
    await items.set(keyOf(origin), { ...record, opened: [...within(HOUR_MS), now()] })
    return true
  }

  return { rejected, approved, mayOpen }
}
