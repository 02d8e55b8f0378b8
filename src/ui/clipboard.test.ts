import { beforeEach, describe, expect, it, vi } from 'vitest'

/** What happened, in its order; the worker replies when the test lets it. */
const { happened, worker } = vi.hoisted(() => {
  const happened: string[] = []
  const worker = { reply: Promise.resolve<unknown>(undefined) }
  const sendMessage = ({ name }: { name: string }) => {
    happened.push(name)
    return worker.reply
  }
  Object.defineProperty(globalThis, 'browser', { value: { runtime: { sendMessage } } })
  Object.defineProperty(globalThis, 'navigator', {
    value: { clipboard: { writeText: async (text: string) => happened.push(`write ${text}`) } },
  })
  return { happened, worker }
})
const { copy } = await import('./clipboard.ts')

describe('copying', () => {
  beforeEach(() => {
    happened.length = 0
  })

  it('copies once the worker has said that it will overwrite it, and not before', async () => {
    let resolve: (reply: unknown) => void = () => undefined
    worker.reply = new Promise((settle) => {
      resolve = settle
    })
    const copying = copy('1234567')
    expect(happened).toEqual(['clipboard.copying'])
    resolve({ ok: true, value: null })
    await copying
    expect(happened).toEqual(['clipboard.copying', 'write 1234567'])
  })

  it('copies nothing where nobody will overwrite it', async () => {
    worker.reply = Promise.resolve({ ok: false, error: { code: 'internal', message: 'No alarms.' } })
    await expect(copy('1234567')).rejects.toMatchObject({ code: 'internal' })
    expect(happened).not.toContain('write 1234567')
  })
})
