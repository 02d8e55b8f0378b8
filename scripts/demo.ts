/**
 * The demo: the reference Keeper, and a browser with Answerkey in it. With a display a person goes on from there;
 * without one, or with `--headless`, the whole story plays by itself, from enrolment to a completed transfer in both
 * modes, and a picture of each screen is left under `demo/`. `--firefox` plays it in Firefox.
 */
import { spawnSync } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Driver, Page } from '../e2e/driver/driver.ts'
import { launch } from '../e2e/driver/launch.ts'
import { type Keeper, startKeeper } from '../e2e/keeper/keeper.ts'
import {
  addKeyFromPage,
  allowKeeper,
  register,
  SHOP_PURSE,
  type Story,
  setUpVault,
  switchOn,
  transfer,
  VAULT_PASSWORD,
} from '../e2e/steps.ts'
import { root } from './dependencies.mjs'
import { ensurePrograms } from './programs.ts'

const { values } = parseArgs({
  options: { headless: { type: 'boolean', default: false }, firefox: { type: 'boolean', default: false } },
})
const browser = values.firefox ? 'firefox' : 'chromium'
const pictures = join(root, 'demo')

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

function build(): void {
  console.log('Building the extension')
  const target = values.firefox ? 'firefox' : 'chrome'
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), target], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('The build failed.')
}

/** 8484 where it is free, so that the address is the one the README names. */
async function keeperForDemo(): Promise<Keeper> {
  try {
    return await startKeeper({ port: 8484 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return startKeeper()
    throw error
  }
}

/** Plays the story; resolves with whether the Keeper recorded both transfers. */
async function play(driver: Driver, keeper: Keeper): Promise<boolean> {
  await rm(pictures, { recursive: true, force: true })
  await mkdir(pictures, { recursive: true })
  let count = 0
  const story: Story = {
    driver,
    keeper,
    screen: async (name: string, page: Page) => {
      count += 1
      const file = `${String(count).padStart(2, '0')}-${name}.png`
      await page.screenshot(join(pictures, file))
      console.log(`     demo/${file}`)
    },
  }
  const step = async <T>(text: string, work: () => Promise<T>): Promise<T> => {
    console.log(`  ·  ${text}`)
    return work()
  }

  await allowKeeper(story)
  await step('Answerkey is set up with a password', () => setUpVault(story, VAULT_PASSWORD))
  const site = await step('An account is registered at the Keeper', () => register(story))
  await step('The Security service shows a key; Answerkey reads it from the page', () =>
    addKeyFromPage(story, site),
  )
  await step('Confirmation is switched on by a challenge and an answer', () => switchOn(story, site))
  await step(`Payment mode: 25.00 WMZ to ${SHOP_PURSE}`, () =>
    transfer(story, site, { mode: 'payment', amount: '25.00' }),
  )
  await step(`Authorization mode: 10.00 WMZ to ${SHOP_PURSE}`, () =>
    transfer(story, site, { mode: 'authorization', amount: '10.00' }),
  )

  const ledger = await keeper.ledger()
  for (const { cents, to, mode } of ledger) {
    console.log(`  ✓  The Keeper recorded ${(cents / 100).toFixed(2)} to ${to}, confirmed by ${mode}`)
  }
  return (
    ledger.some(({ mode, cents, to }) => mode === 'payment' && cents === 2_500 && to === SHOP_PURSE) &&
    ledger.some(({ mode, cents, to }) => mode === 'authorization' && cents === 1_000 && to === SHOP_PURSE)
  )
}

/** Leaves the browser to the person in front of it, until it is closed. */
async function handOver(driver: Driver, keeper: Keeper): Promise<void> {
  await driver.open(`${keeper.url}/`)
  console.log(`
The Keeper is at ${keeper.url}/ and the browser has Answerkey in it.
The page that is open says what to do, in three steps. Close the browser to end.
`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    const look = setInterval(async () => {
      const open = await driver.pages().catch(() => [])
      if (open.length > 0) return
      clearInterval(look)
      resolve()
    }, 1_000)
  })
}

try {
  ensurePrograms()
  build()
  const headless = values.headless || !hasDisplay()
  if (!headless) process.env.HEADED = '1'
  const keeper = await keeperForDemo()
  console.log(`The Keeper is at ${keeper.url}/`)
  const driver = await launch(browser)
  try {
    if (headless) {
      const done = await play(driver, keeper)
      console.log(done ? '\nBoth transfers are in the ledger.' : '\nA transfer is missing from the ledger.')
      process.exitCode = done ? 0 : 1
    } else {
      await handOver(driver, keeper)
    }
  } finally {
    await driver.close().catch(() => undefined)
    await keeper.close()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
