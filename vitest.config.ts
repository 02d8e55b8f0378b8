import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumPath } from './e2e/browsers.ts'

const inBrowser = [
  'src/vault/**/*.test.ts',
  'src/prompt/**/*.test.ts',
  'src/content/**/*.test.ts',
  '**/*.browser.test.ts',
]

/**
 * Two kinds of unit tests: what needs no browser runs in Node; what touches IndexedDB or a document
 * runs in a real Chromium, because no imitation of either behaves like the real one.
 */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'e2e/keeper/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: inBrowser,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // Found while tests run, a dependency makes Vite reload the page under them.
        optimizeDeps: {
          include: [
            'fast-check',
            'idb',
            'valibot',
            'qr',
            'qr/decode.js',
            '@scure/base',
            '@noble/hashes/argon2.js',
            '@noble/hashes/hmac.js',
            '@noble/hashes/legacy.js',
            '@noble/hashes/sha2.js',
            '@noble/hashes/utils.js',
          ],
        },
        test: {
          name: 'browser',
          include: inBrowser,
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: chromiumPath(), args: ['--no-sandbox'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
