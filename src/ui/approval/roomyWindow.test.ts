import { describe, expect, it, vi } from 'vitest'

vi.mock('../browser.ts', () => ({ browser: {} }))
const { grown } = await import('./roomyWindow.ts')

const screen = { left: 0, top: 25, width: 1920, height: 1055 }
const window = { left: 1400, top: 97, width: 420, height: 640 }

describe('the window of an approval', () => {
  it('stays as it is where nothing is magnified', () => {
    expect(grown(window, 1, screen)).toBeUndefined()
    expect(grown(window, 0.8, screen)).toBeUndefined()
  })

  it('grows with what is magnified, and stays on its screen', () => {
    expect(grown(window, 1.5, screen)).toEqual({ left: 1290, top: 97, width: 630, height: 960 })
  })

  it('grows no larger than its screen', () => {
    expect(grown(window, 5, screen)).toEqual(screen)
  })

  it('stays on a screen at the left of the first', () => {
    const left = { left: -1280, top: 0, width: 1280, height: 1024 }
    expect(grown({ ...window, left: -444 }, 2, left)).toEqual({
      left: -840,
      top: 0,
      width: 840,
      height: 1024,
    })
  })

  it('is never made smaller than its user has made it', () => {
    expect(grown({ ...window, left: 0, width: 1200 }, 1.25, screen)).toEqual({
      left: 0,
      top: 97,
      width: 1200,
      height: 800,
    })
  })
})
