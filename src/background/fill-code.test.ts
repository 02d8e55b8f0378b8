import { beforeEach, describe, expect, it, vi } from 'vitest'
import { PLACE } from './sample.test-kit.ts'

/** A tab of documents, each of which does as it is told here. */
const fake = vi.hoisted(() => {
  type Document = (fillId: string) => Promise<unknown>
  const documents = new Map<string, Document>()
  const tabs = {
    sendMessage: (_tab: number, { fillId }: { fillId: string }, { documentId }: { documentId: string }) =>
      documents.get(documentId)?.(fillId),
  }
  const scripting = {
    executeScript: async () => [...documents.keys()].map((documentId, frameId) => ({ documentId, frameId })),
  }
  const runtime = { getURL: () => '', sendMessage: async () => undefined }
  const permissions = { getAll: async () => ({ origins: ['https://keeper.test/*'] }) }
  Object.defineProperty(globalThis, 'browser', { value: { tabs, scripting, runtime, permissions } })
  return { documents, made: [] as string[] }
})
vi.mock('./the-vault.ts', () => ({
  theVault: async () => ({
    keys: async () => [{ id: 'k1', kind: 'hotp', origins: ['https://keeper.test'] }],
    frames: async () => [],
    code: async (_key: string, { requestId }: { requestId: string }) => {
      fake.made.push(requestId)
      return { code: '755224' }
    },
  }),
}))
const { codeFor, fillCode } = await import('./fill-code.ts')

const gone = () => Promise.reject(new Error('Receiving end does not exist.'))
const typed = async (fillId: string) => {
  const code = await codeFor({ type: 'code.ask', fillId, ancestors: null }, PLACE, undefined)
  return code === null ? { filled: false, reason: 'no-field' } : { filled: true }
}

describe('a code for the page below the popup', () => {
  const { documents, made } = fake
  beforeEach(() => {
    documents.clear()
    made.length = 0
  })

  it('is typed by the document that has a field for it, though another one went away', async () => {
    documents.set('ADVERT', gone).set('DOC1', typed)
    expect(await fillCode('k1', PLACE.tabId)).toEqual({ filled: true })
    expect(made).toHaveLength(1)
  })

  it('goes to no other document once one has it, and the user hears that this one went away', async () => {
    documents.set('DOC1', async (fillId) => {
      await typed(fillId)
      return gone()
    })
    documents.set('DOC2', typed)
    expect(await fillCode('k1', PLACE.tabId)).toEqual({ filled: false, reason: 'vanished' })
    expect(made).toHaveLength(1)
  })

  it('goes to no document that was not asked, nor to one of another tab', async () => {
    documents.set('DOC1', async (fillId) => {
      const other = { ...PLACE, tabId: PLACE.tabId + 1 }
      expect(
        await codeFor({ type: 'code.ask', fillId: 'made-up', ancestors: null }, PLACE, undefined),
      ).toBeNull()
      expect(await codeFor({ type: 'code.ask', fillId, ancestors: null }, other, undefined)).toBeNull()
      return { filled: false, reason: 'no-field' }
    })
    expect(await fillCode('k1', PLACE.tabId)).toEqual({ filled: false, reason: 'no-field' })
    expect(made).toEqual([])
  })
})
