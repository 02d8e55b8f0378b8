import { beforeEach, expect, it, vi } from 'vitest'

const sendMessage = vi.hoisted(() => {
  const send = vi.fn<(message: unknown) => Promise<unknown>>()
  Object.assign(globalThis, { browser: { runtime: { id: 'answerkey', sendMessage: send } } })
  return send
})
const { tell } = await import('./tell.ts')

const MESSAGE = { type: 'page.taught', taught: null } as const

beforeEach(() => {
  sendMessage.mockReset()
})

it('a worker that was stopped before it replied is told once more, however the browser puts it', async () => {
  for (const stopped of [Promise.resolve(undefined), Promise.reject(new Error('no receiver'))]) {
    sendMessage.mockReturnValueOnce(stopped).mockResolvedValueOnce('heard')
    expect(await tell(MESSAGE)).toBe('heard')
  }
  expect(sendMessage).toHaveBeenCalledTimes(4)
})

it('a worker that replied, with nothing too, is told once', async () => {
  sendMessage.mockResolvedValue(null)
  expect(await tell(MESSAGE)).toBeNull()
  expect(sendMessage).toHaveBeenCalledTimes(1)
})

it('nobody is told twice in vain, nor after the end', async () => {
  sendMessage.mockRejectedValue(new Error('no receiver'))
  expect(await tell(MESSAGE)).toBeUndefined()
  expect(sendMessage).toHaveBeenCalledTimes(2)
  expect(await tell(MESSAGE, AbortSignal.abort())).toBeUndefined()
  expect(sendMessage).toHaveBeenCalledTimes(2)
})
