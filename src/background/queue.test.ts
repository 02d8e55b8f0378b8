import { describe, expect, it } from 'vitest'
import { createQueue } from './queue.ts'

describe('a queue', () => {
  it('loses none of a hundred parallel changes of one item', async () => {
    const queue = createQueue()
    let item = 0
    await Promise.all(
      Array.from({ length: 100 }, () =>
        queue(async () => {
          const before = item
          await Promise.resolve()
          item = before + 1
        }),
      ),
    )
    expect(item).toBe(100)
  })

  it('goes on after a task that failed, and tells only whoever gave it', async () => {
    const queue = createQueue()
    const failing = queue(() => Promise.reject(new Error('no')))
    const next = queue(async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    await expect(next).resolves.toBe('yes')
  })
})
