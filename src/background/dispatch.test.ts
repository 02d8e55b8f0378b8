import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { requests } from '../messages.ts'
import { dispatch, type Ears } from './dispatch.ts'

const self = { id: 'abc', root: 'chrome-extension://abc/' }
const page = {
  id: 'abc',
  url: 'chrome-extension://abc/src/ui/popup/popup.html',
  origin: 'chrome-extension://abc',
}
const content = {
  id: 'abc',
  url: 'https://keeper.test/',
  origin: 'https://keeper.test',
  tab: { id: 1, windowId: 1, incognito: false } as chrome.tabs.Tab,
  frameId: 0,
  documentId: 'D',
}

function createEars() {
  const called: unknown[] = []
  const ears: Ears = {
    self,
    requests: new Proxy({} as Ears['requests'], {
      get: (_target, name) => async (body: unknown) => {
        called.push([name, body])
        return 'done'
      },
    }),
    content: async (message) => {
      called.push(message)
      return null
    },
    before: async () => undefined,
    failed: vi.fn(),
  }
  return { ears, called }
}

const report = { type: 'prompt.report', prompts: [], ancestors: [] }

describe('a message to the worker', () => {
  it('is answered when a page of the extension asks', async () => {
    const { ears, called } = createEars()
    const reply = await dispatch(ears, { name: 'vault.unlock', body: { password: 'x' } }, page)
    expect(reply).toEqual({ ok: true, value: 'done' })
    expect(called).toEqual([['vault.unlock', { password: 'x' }]])
  })

  it('of a content script is heard', async () => {
    const { ears, called } = createEars()
    await dispatch(ears, report, content)
    expect(called).toEqual([report])
  })

  it('of a content script that speaks like a page is not', () => {
    const { ears, called } = createEars()
    expect(dispatch(ears, { name: 'keys.list', body: {} }, content)).toBeUndefined()
    expect(
      dispatch(ears, { name: 'vault.lock', body: {} }, { ...content, origin: self.root }),
    ).toBeUndefined()
    expect(called).toEqual([])
  })

  it('that is too large is not even looked at', () => {
    const { ears, called } = createEars()
    const prompt = {
      ref: 'a',
      mode: 'authorization',
      challenge: '1234',
      source: 'text',
      boxes: 1,
      destinations: [],
      doubts: [],
    }
    const large = {
      ...report,
      prompts: Array.from({ length: 20 }, () => ({ ...prompt, account: 'x'.repeat(20_000) })),
    }
    expect(dispatch(ears, large, content)).toBeUndefined()
    expect(called).toEqual([])
  })

  it('tells an unexpected error nothing of what it was about', async () => {
    const { ears } = createEars()
    ears.before = async () => {
      throw new Error('secret 12345')
    }
    const reply = await dispatch(ears, { name: 'keys.list', body: {} }, page)
    expect(JSON.stringify(reply)).not.toContain('12345')
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } })
  })
})

describe('ten thousand messages that nobody of ours would send', () => {
  const names = Object.keys(requests)
  const odd = fc.oneof(
    fc.anything({ withNullPrototype: true, withDate: true, withMap: true, withSet: true, withBigInt: true }),
    fc.record({
      name: fc.constantFrom(...names, '__proto__', 'constructor', 'toString'),
      body: fc.anything(),
    }),
    fc.record({
      type: fc.constantFrom('prompt.report', 'page.taught', 'code.ask', 'content.hello', '__proto__'),
      prompts: fc.anything(),
      ancestors: fc.anything(),
      taught: fc.anything(),
    }),
    fc
      .constantFrom(...names)
      .map((name) => JSON.parse(`{"name":"${name}","body":{"__proto__":{"polluted":true},"extra":1}}`)),
    fc.constant(JSON.parse('{"__proto__":{"polluted":true},"name":"keys.list","body":{}}')),
  )
  const senders = fc.oneof(
    fc.constant(page),
    fc.constant(content),
    fc.constant({ ...page, id: 'xyz' }),
    fc.constant({ ...content, origin: 'null' }),
    fc.record({
      id: fc.constantFrom('abc', 'xyz', undefined),
      url: fc.oneof(fc.webUrl(), fc.constant(`${self.root}x.html`), fc.constant(undefined)),
      origin: fc.oneof(
        fc.webUrl(),
        fc.constant('null'),
        fc.constant('chrome-extension://abc'),
        fc.constant(undefined),
      ),
      frameId: fc.option(fc.nat(), { nil: undefined }),
      tab: fc.option(fc.constant(content.tab), { nil: undefined }),
    }),
  )

  it('never break anything, pollute no prototype, and reach no handler but whole', async () => {
    const { ears, called } = createEars()
    await fc.assert(
      fc.asyncProperty(odd, senders, async (message, sender) => {
        const reply = dispatch(ears, message, sender as chrome.runtime.MessageSender)
        if (reply !== undefined) await reply
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
        expect(sender.id === 'abc' || reply === undefined).toBe(true)
      }),
      { numRuns: 10_000 },
    )
    for (const heard of called) {
      expect(JSON.stringify(heard)).not.toContain('polluted')
      expect(JSON.stringify(heard)).not.toContain('extra')
    }
  })
})
