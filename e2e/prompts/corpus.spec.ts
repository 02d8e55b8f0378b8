import { readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from '../fixtures.ts'
import { bundleFile } from '../keeper/bundle.ts'
import type { CorpusResult } from './corpus-page.ts'

const local = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

test('every page of the corpus is read in Firefox as it is in Chromium', async ({ driver }) => {
  const script = await bundleFile(local('corpus-page.ts'))
  const server = createServer(({ url }, response) => {
    const [type, body] =
      url === '/corpus.js'
        ? ['text/javascript', script]
        : [
            'text/html',
            '<!doctype html><title>Corpus</title><script type="module" src="/corpus.js"></script>',
          ]
    response.setHeader('content-type', `${type}; charset=utf-8`)
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const page = await driver.open(`http://localhost:${(server.address() as AddressInfo).port}/`)
    const corpus = await page.waitUntil(() => (globalThis as { corpus?: CorpusResult }).corpus, undefined, {
      timeout: 90_000,
    })
    const wrong = Object.entries(corpus!).filter(([, { why }]) => why !== '')
    expect(wrong).toEqual([])
    const files = readdirSync(local('../../src/prompt/corpus'), { recursive: true, encoding: 'utf8' })
    expect(Object.keys(corpus!)).toHaveLength(files.filter((name) => name.endsWith('.html')).length)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
