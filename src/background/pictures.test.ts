import { describe, expect, it } from 'vitest'
import { inScreenshot } from './pictures.ts'

const PLACE = { x: 100, y: 200, width: 50, height: 40 }

describe('a place of a page in a screenshot of it', () => {
  const cases: [string, number, { x: number; y: number; width: number }, object][] = [
    ['on an ordinary screen', 1280, { x: 0, y: 0, width: 1280 }, PLACE],
    [
      'on a fine screen, or enlarged by the browser',
      1920,
      { x: 0, y: 0, width: 1280 },
      { x: 150, y: 300, width: 75, height: 60 },
    ],
    [
      'enlarged by two fingers',
      1280,
      { x: 80, y: 160, width: 640 },
      { x: 40, y: 80, width: 100, height: 80 },
    ],
  ]
  it.each(cases)('%s', (_name, width, seen, there) => {
    expect(inScreenshot({ width }, PLACE, seen)).toEqual(there)
  })
})
