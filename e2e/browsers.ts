import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/usr/bin/microsoft-edge',
]
const FIREFOX = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
]

function find(variable: string, candidates: string[], name: string): string {
  const named = process.env[variable]
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`${variable} names ${named}, which does not exist.`)
    return named
  }
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) {
    throw new Error(`${name} was not found. Install it, or name its program in ${variable}.`)
  }
  return found
}

/** The path of an installed Chromium; `CHROMIUM_PATH` wins. Throws with what to do when there is none. */
export const chromiumPath = (): string =>
  find('CHROMIUM_PATH', [...CHROMIUM, chromium.executablePath()], 'Chromium')

/** The path of an installed Firefox; `FIREFOX_PATH` wins. Throws with what to do when there is none. */
export const firefoxPath = (): string => find('FIREFOX_PATH', FIREFOX, 'Firefox')
