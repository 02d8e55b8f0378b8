import { beforeEach, describe, expect, it, vi } from 'vitest'

/** Two tabs of one window; a picture shows the one that is in front when it is taken. */
const fake = vi.hoisted(() => {
  const listeners = new Set<(info: { tabId: number; windowId: number }) => void>()
  const idle = (): void => undefined
  const state = { front: 1, windowId: 3, refuses: false, during: idle }
  const tabs = {
    get: async (id: number) => ({ id, windowId: state.windowId, active: state.front === id }),
    captureVisibleTab: async () => {
      if (state.refuses) throw new Error('Missing activeTab permission')
      state.during()
      return `picture of tab ${state.front}`
    },
    onActivated: {
      addListener: (listener: never) => listeners.add(listener),
      removeListener: (listener: never) => listeners.delete(listener),
    },
  }
  Object.defineProperty(globalThis, 'browser', { value: { tabs } })
  const show = (tabId: number) => {
    state.front = tabId
    for (const listener of listeners) listener({ tabId, windowId: state.windowId })
  }
  return { state, listeners, show, idle }
})
const { captureTab } = await import('./capture.ts')

describe('a picture of a tab', () => {
  const { state, listeners, show, idle } = fake
  beforeEach(() => Object.assign(state, { front: 1, windowId: 3, refuses: false, during: idle }))

  it('is of that tab while it is in front', async () => {
    expect(await captureTab(1)).toBe('picture of tab 1')
    expect(listeners.size).toBe(0)
  })

  const others: [string, () => void][] = [
    ['is in the background', () => show(2)],
    ['goes to the background meanwhile', () => Object.assign(state, { during: () => show(2) })],
    [
      'is back in front when somebody looks',
      () =>
        Object.assign(state, {
          during: () => {
            show(2)
            queueMicrotask(() => show(1))
          },
        }),
    ],
    ['moves to another window', () => Object.assign(state, { during: () => (state.windowId = 4) })],
    ['may not be taken', () => Object.assign(state, { refuses: true })],
  ]
  it.each(others)('is none where the tab %s', async (_what, happens) => {
    happens()
    expect(await captureTab(1)).toBeUndefined()
    expect(listeners.size).toBe(0)
  })
})
