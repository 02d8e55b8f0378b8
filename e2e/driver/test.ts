import { rmSync } from 'node:fs'
import { test as base } from '@playwright/test'
import type { Driver, LaunchOptions } from './driver.ts'
import { FirefoxDriver } from './firefox.ts'
import { launch } from './launch.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  /** How the browser of this test is started: `test.use({ launchOptions: { locale: 'ru' } })`. */
  launchWith: LaunchOptions
  /** A browser with a fresh profile and the built extension. */
  driver: Driver
}

interface ForAllTests {
  target: Driver['browser']
  /** For the browser of each test alike. Firefox starts in two thirds of the time where it has been started before. */
  alike: LaunchOptions
}

/** Playwright's `test`, with a `driver` for the browser that the project names. A failed test leaves pictures of all its pages. */
export const test = base.extend<Fixtures, ForAllTests>({
  target: ['chromium', { option: true, scope: 'worker' }],
  alike: [
    async ({ target }, use) => {
      if (target === 'chromium') return use({})
      const profileFrom = await FirefoxDriver.startedOnce()
      await use({ profileFrom })
      rmSync(profileFrom, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  launchWith: [{}, { option: true }],
  driver: async ({ target, alike, launchWith }, use, testInfo) => {
    const driver = await launch(target, { ...alike, ...launchWith })
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
