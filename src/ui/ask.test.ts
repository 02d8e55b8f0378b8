import { beforeEach, describe, expect, it, vi } from 'vitest'

/** What the worker does with each message in turn: a reply, or the error that the browser throws. */
const worker = vi.hoisted(() => {
  const worker = { heard: [] as unknown[], next: [] as unknown[] }
  Object.assign(globalThis, {
    browser: {
      runtime: {
        sendMessage: async (message: unknown) => {
          worker.heard.push(message)
          const reply = worker.next.shift()
          if (reply instanceof Error) throw reply
          return reply
        },
      },
    },
  })
  return worker
})
const { AskError, ask } = await import('./ask.ts')

const unheard = new Error('Could not establish connection. Receiving end does not exist.')
const died = new Error('The message port closed before a response was received.')
const ok = (value: unknown) => ({ ok: true, value })
const secret = { kind: 'totp', issuer: '', account: '', secret: '', algorithm: 'SHA1', digits: 6 } as const

beforeEach(() => {
  worker.heard = []
  worker.next = []
})

describe('asking the worker', () => {
  it('gives back what it replies', async () => {
    worker.next = [ok([])]
    expect(await ask('keys.list', {})).toEqual([])
    expect(worker.heard).toEqual([{ name: 'keys.list', body: {} }])
  })

  it.each([unheard, died, undefined])('asks once more where it was just stopped: %s', async (first) => {
    worker.next = [first, ok([])]
    expect(await ask('keys.list', {})).toEqual([])
    expect(worker.heard).toHaveLength(2)
  })

  it('asks no third time', async () => {
    worker.next = [died, died, ok([])]
    await expect(ask('keys.list', {})).rejects.toMatchObject({ code: 'no-reply' })
    expect(worker.heard).toHaveLength(2)
  })

  it('never adds a key twice: asks again only where nobody heard the first', async () => {
    worker.next = [died, ok({})]
    await expect(ask('keys.add', { key: secret })).rejects.toMatchObject({ code: 'no-reply' })
    expect(worker.heard).toHaveLength(1)
    worker.next = [unheard, ok({})]
    expect(await ask('keys.add', { key: secret })).toEqual({})
  })

  it('throws a refusal with its code and what it names', async () => {
    worker.next = [{ ok: false, error: { code: 'too-soon', message: 'Wait.', detail: { retryAt: 5 } } }]
    const error = await ask('vault.unlock', { password: 'x' }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AskError)
    expect(error).toMatchObject({ code: 'too-soon', message: 'Wait.', detail: { retryAt: 5 } })
  })
})
