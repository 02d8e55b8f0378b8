import { beforeEach, expect, it, vi } from 'vitest'

const fake = vi.hoisted(() => {
  const done: string[] = []
  const session = { remove: async (names: string[]) => void done.push(...names) }
  const runtime = { getURL: () => '', sendMessage: async () => undefined }
  Object.defineProperty(globalThis, 'browser', { value: { storage: { session }, runtime } })
  return { done, state: 'locked' }
})
vi.mock('./the-vault.ts', () => ({ theVault: async () => ({ status: async () => ({ state: fake.state }) }) }))
vi.mock('./the-confirmations.ts', () => ({
  confirmations: { locked: async () => void fake.done.push('answers') },
}))
const { locked } = await import('./changes.ts')

beforeEach(() => {
  fake.done.length = 0
})

it('when the vault locks, answers and what was typed to get them go', async () => {
  fake.state = 'locked'
  await locked()
  expect(fake.done).toEqual(['prefill', 'ui:popup-draft', 'answers'])
})

it('a vault without a password does not lock, and so nothing goes', async () => {
  fake.state = 'unlocked'
  await locked()
  expect(fake.done).toEqual([])
})
