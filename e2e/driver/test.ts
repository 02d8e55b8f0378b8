import { test as base } from '@playwright/test'
import type { Driver, LaunchOptions } from './driver.ts'
import { launch } from './launch.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  /** How the browser of this test is started: `test.use({ launchOptions: { locale: 'ru' } })`. */
  launchWith: LaunchOptions
  /** A browser with a fresh profile and the built extension. */
  driver: Driver
}

/** Playwright's `test`, with a `driver` for the browser that the project names. A failed test leaves pictures of all its pages. */
export const test = base.extend<Fixtures, { target: Driver['browser'] }>({
  target: ['chromium', { option: true, scope: 'worker' }],
  launchWith: [{}, { option: true }],
  driver: async ({ target, launchWith }, use, testInfo) => {
    const driver = await launch(target, launchWith)
    try {
      await use(driver)
      if (testInfo.status !== testInfo.expectedStatus) {
        for (const [index, page] of (await driver.pages()).entries()) {
          const body = await page.screenshot().catch(() => undefined)
          if (body !== undefined)
            await testInfo.attach(`page ${index}: ${await page.url()}`, { body, contentType: 'image/png' })
        }
      }
    } finally {
      await driver.close()
    }
  },
})
