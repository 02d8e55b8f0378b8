/** A page that reads the whole corpus and then holds what was to be found on each page and what was. */
import { pages, readingOf } from '../../src/prompt/corpus.test-kit.ts'

export interface CorpusResult {
  expected: Record<string, unknown>
  found: Record<string, unknown>
}

const corpus: CorpusResult = { expected: {}, found: {} }
for (const path of Object.keys(pages)) {
  const { expected, found } = await readingOf(path)
  corpus.expected[path] = expected
  corpus.found[path] = found
}
Object.assign(globalThis, { corpus })
