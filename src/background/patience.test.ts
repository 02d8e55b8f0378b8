import { expect, it } from 'vitest'
import { createPatience } from './patience.ts'

const ORIGIN = 'https://keeper.test'
const DAY = 24 * 60 * 60_000

function patienceAt(clock: { at: number }) {
  const items = new Map<string, unknown>()
  return createPatience(
    {
      get: async (key) => items.get(key),
      set: async (key, value) => void items.set(key, value),
      remove: async (key) => void items.delete(key),
      withPrefix: async () => [],
    },
    () => clock.at,
  )
}

it('a site that the user answers nothing opens a few windows a minute, and not one every minute', async () => {
  const clock = { at: 35 * DAY }
  const patience = patienceAt(clock)
  const opensIn = async (seconds: number) => {
    let opens = 0
    for (let second = 0; second < seconds; second++) {
      clock.at += 1000
      if (await patience.mayOpen(ORIGIN)) opens++
    }
    return opens
  }
  expect(await opensIn(60)).toBe(6)
  expect(await opensIn(59 * 60)).toBe(24)
  expect(await opensIn(60 * 60)).toBe(30)
  // Whoever approves wants more of it.
  await patience.approved(ORIGIN)
  expect(await opensIn(60)).toBe(6)
})

it('a clock that was wrong and is set right keeps no site waiting', async () => {
  const clock = { at: 400 * DAY }
  const patience = patienceAt(clock)
  for (let count = 0; count < 6; count++) await patience.mayOpen(ORIGIN)
  for (let count = 0; count < 5; count++) await patience.rejected(ORIGIN)
  expect(await patience.mayOpen(ORIGIN)).toBe(false)
  clock.at = 35 * DAY
  expect(await patience.mayOpen(ORIGIN)).toBe(true)
})
