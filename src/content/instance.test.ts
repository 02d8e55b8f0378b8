import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import type { FromContent } from '../messages.ts'

/** The extension around the script: what the worker heard, and whether there is one still. */
const { extension, runtime } = vi.hoisted(() => {
  const extension = { heard: [] as FromContent[] }
  const runtime: { id: string | undefined } & Record<string, unknown> = {
    id: 'ours',
    onMessage: { addListener: () => undefined, removeListener: () => undefined },
    sendMessage: async (message: FromContent) => {
      extension.heard.push(message)
      return message.type === 'content.hello' ? { watch: true, taught: null } : { answerable: true }
    },
  }
  Object.defineProperty(globalThis, 'browser', { value: { runtime } })
  return { extension, runtime }
})
const { startInstance } = await import('./instance.ts')

const prompt = (challenge: string) =>
  `<form data-enum-challenge="${challenge}"><p>E-num</p><p>Challenge: ${challenge}</p><label>Response <input></label></form>`
const challenges = () =>
  extension.heard.flatMap((message) =>
    message.type === 'prompt.report' ? message.prompts.map(({ challenge }) => challenge) : [],
  )

afterEach(() => {
  document.body.innerHTML = ''
})

test('a script whose extension was updated lets go of the page at its next change, and says nothing more', async () => {
  const instance = startInstance()
  onTestFinished(() => instance.stop())
  document.body.innerHTML = prompt('12345678')
  await expect.poll(challenges).toEqual(['12345678'])

  const disconnect = vi.spyOn(MutationObserver.prototype, 'disconnect')
  onTestFinished(() => disconnect.mockRestore())
  const heard = extension.heard.length
  runtime.id = undefined
  document.body.append('Nothing that matters to a prompt.')
  await expect.poll(() => disconnect.mock.calls.length).toBeGreaterThan(0)
  expect(instance.isAlive()).toBe(false)
  expect(extension.heard).toHaveLength(heard)
})
