/**
 * The vault with ten thousand keys, in a real Chromium with the real cost of a password. Each time stands beside
 * the least that anybody has to do for it in the same browser: write and read as many records of the same size,
 * decrypt them, derive the key. The times depend on the machine; the ratios hardly do.
 */
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build } from 'vite'
import { chromiumPath } from '../e2e/browsers.ts'
import type { Measured } from './vault/page.ts'

const KEYS = Number(process.env.KEYS ?? 10_000)
/** What an import should take at most, on a machine that does nothing else. */
const IMPORT_GOAL_MS = 3000

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome127',
      lib: {
        entry: fileURLToPath(new URL('./vault/page.ts', import.meta.url)),
        formats: ['iife'],
        name: 'page',
      },
    },
  })
  const [first] = Array.isArray(result) ? result : [result]
  const chunk = first && 'output' in first ? first.output[0] : undefined
  if (!chunk) throw new Error('Vite built nothing.')
  return chunk.code
}

const script = await bundle()
// IndexedDB and WebCrypto want an origin, and a secure one.
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<!doctype html><title>The vault, measured</title>')
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('The server has no port.')

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${address.port}/`)
  await page.addScriptTag({ content: script })
  const measured = await page.evaluate((count) => {
    const { measure } = globalThis as unknown as { measure(count: number): Promise<Measured[]> }
    return measure(count)
  }, KEYS)
  console.log(`${KEYS} keys, Chromium ${browser.version()}\n`)
  for (const { what, ms, base } of measured) {
    console.log(
      `${what.padEnd(50)} ${ms.toFixed(0).padStart(6)} ms   ${(ms / base).toFixed(2).padStart(6)} × the least`,
    )
  }
  const imported = measured[0]?.ms ?? Number.NaN
  if (imported > IMPORT_GOAL_MS) {
    console.log(`\nThe import took longer than ${IMPORT_GOAL_MS} ms. Was the machine busy?`)
  }
} finally {
  await browser.close()
  server.close()
}
