import { describe, expect, test } from 'vitest'
import { pages, readingOf } from './corpus.test-kit.ts'

describe('corpus', () => {
  test.each(Object.keys(pages))('%s', async (path) => {
    const { expected, found, why } = await readingOf(path)
    expect(found, why).toEqual(expected)
  })
})
