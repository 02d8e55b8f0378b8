import { ChromiumDriver } from './chromium.ts'
import type { Driver, LaunchOptions } from './driver.ts'
import { FirefoxDriver } from './firefox.ts'

/** Starts a browser with a fresh profile and the built extension in it. */
export function launch(browser: Driver['browser'], options: LaunchOptions = {}): Promise<Driver> {
  return browser === 'chromium' ? ChromiumDriver.launch(options) : FirefoxDriver.launch(options)
}
