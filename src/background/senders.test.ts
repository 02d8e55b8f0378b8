import { describe, expect, it } from 'vitest'
import { classify } from './senders.ts'

const self = { id: 'abc', root: 'chrome-extension://abc/' }
const tab = { id: 7, windowId: 3, incognito: false, url: 'https://keeper.test/pay' } as chrome.tabs.Tab
const page = {
  id: 'abc',
  url: 'chrome-extension://abc/src/ui/popup/popup.html',
  origin: 'chrome-extension://abc',
}
const content = {
  id: 'abc',
  url: 'https://keeper.test/pay',
  origin: 'https://keeper.test',
  tab,
  frameId: 0,
  documentId: 'DOC1',
  documentLifecycle: 'active' as const,
}

describe('who sent a message', () => {
  it('is a page of the extension by its own address', () => {
    expect(classify(page, self)).toEqual({ kind: 'page', path: 'src/ui/popup/popup.html' })
    expect(classify({ ...page, url: `${page.url}?id=1#x`, tab, frameId: 0 }, self)).toEqual({
      kind: 'page',
      path: 'src/ui/popup/popup.html',
    })
  })

  it('is the content script of a document, placed by the browser', () => {
    expect(classify(content, self)).toEqual({
      kind: 'content',
      top: 'https://keeper.test',
      place: {
        tabId: 7,
        windowId: 3,
        frameId: 0,
        documentId: 'DOC1',
        origin: 'https://keeper.test',
        private: false,
      },
    })
  })

  it('is a content script without a document where the browser gives none', () => {
    const { documentId: _none, ...rest } = content
    expect(classify(rest, self)).toMatchObject({ place: { documentId: null } })
  })

  it('is private by its tab, not by its word', () => {
    const sender = classify({ ...content, tab: { ...tab, incognito: true } }, self)
    expect(sender).toMatchObject({ place: { private: true } })
  })

  const nobody: [string, Parameters<typeof classify>[0]][] = [
    ['another extension', { ...page, id: 'xyz' }],
    ['another extension that claims our address', { ...page, id: 'xyz', origin: 'chrome-extension://xyz' }],
    ['a page at our address with another origin', { ...page, origin: 'https://evil.test' }],
    ['a page of ours in a frame', { ...page, tab, frameId: 4 }],
    ['an address that only begins like ours', { id: 'abc', url: 'chrome-extension://abcd/popup.html' }],
    ['a sender without an address', { id: 'abc' }],
    ['a content script without a tab', { ...content, tab: undefined }],
    ['a content script with an opaque origin', { ...content, origin: 'null' }],
    ['a content script without an origin', { ...content, origin: undefined }],
    ['a content script on plain http', { ...content, origin: 'http://keeper.test' }],
    ['a page that is only being prerendered', { ...content, documentLifecycle: 'prerender' }],
    ['a page in the back-forward cache', { ...content, documentLifecycle: 'cached' }],
  ]
  for (const [name, sender] of nobody) {
    it(`is nobody: ${name}`, () => expect(classify(sender, self)).toBeUndefined())
  }

  it('allows plain http on this very machine', () => {
    expect(classify({ ...content, origin: 'http://localhost:3000' }, self)).toBeDefined()
    expect(classify({ ...content, origin: 'http://127.0.0.1' }, self)).toBeDefined()
  })
})
