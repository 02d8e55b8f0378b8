/**
 * Draws the toolbar icons from `public/icons/answerkey.svg`: `npx tsx scripts/icons.ts`.
 * The pictures are committed, so that a build needs no browser.
 */
import { readFile } from 'node:fs/promises'
import { chromium } from 'playwright'
import { chromiumPath } from '../e2e/browsers.ts'

const SIZES = [16, 32, 48, 128]

const svg = await readFile('public/icons/answerkey.svg', 'utf8')
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size })
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    )
    await page.screenshot({ path: `public/icons/answerkey-${size}.png`, omitBackground: true })
  }
} finally {
  await browser.close()
}
